import { problemText } from './export.ts';
import type { Measurement } from './record.ts';

/** A run holds each question once: a kernel, a problem, and what the answer is for. */
export const measurementId = ({ kernel, problem, role }: Pick<Measurement, 'kernel' | 'problem' | 'role'>): string =>
  [kernel, problemText(problem), role === 'point' ? '' : role].filter((part) => part !== '').join(' · ');
