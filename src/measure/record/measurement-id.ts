import { problemText } from './export.ts';
import type { Measurement } from './record.ts';

/** What a measurement is known by in its run. */
type Work = Pick<Measurement, 'kernel' | 'problem' | 'role'> & {
  readonly edited?: { readonly hash: string } | undefined;
};

/** A run holds each question once: a kernel, a problem, what the answer is for, and whose version of the kernel it was. */
export const measurementId = ({ kernel, problem, role, edited }: Work): string =>
  [kernel, problemText(problem), role === 'point' ? '' : edited ? `${role} ${edited.hash}` : role]
    .filter((part) => part !== '')
    .join(' · ');
