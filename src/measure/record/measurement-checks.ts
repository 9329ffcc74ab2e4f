import { measurementId } from './measurement-id.ts';
import type { Measurement } from './record.ts';

// What no engine writes, however slow or noisy the machine: numbers of a file that contradict each other.

/** A measurement of unknown origin. One that came by a link has neither samples nor checks: they stayed with the writer. */
interface Claim extends Pick<Measurement, 'id' | 'kernel' | 'problem' | 'role'> {
  readonly edited?: { readonly hash: string };
  readonly samples: readonly number[];
  readonly median: number;
  readonly verified: { readonly rowsChecked: number };
}

/** Whether the id says what was measured. A link may hold a point twice: the later one has its place behind it, ` #3`. */
export const isNamedByItsWork = ({ id, samples, ...work }: Claim): boolean =>
  (samples.length === 0 ? id.replace(/ #\d+$/, '') : id) === measurementId(work);

/** Whether the median can be that of the samples. */
export const isAmongItsSamples = ({ samples, median }: Claim): boolean =>
  samples.length === 0 || (samples.some((one) => one <= median) && samples.some((one) => median <= one));

/** Whether what was timed was verified, and nothing is said to be verified that was not timed. */
export const isTimedAsVerified = ({ samples, verified }: Claim): boolean =>
  samples.length > 0 === verified.rowsChecked > 0;

/** Whether the source is there that was measured, and no source where it was the kernel's own; a link carries none. */
export const isWithItsSource = ({ role, edited, samples }: Claim): boolean =>
  edited === undefined ? role !== 'edited' || samples.length === 0 : role === 'edited';

export const NO_HOPS = 'expected hops, at least 1: they divide the time';

/** Whether a chase went anywhere: its latency is time over hops. */
export const goesSomewhere = ({ kernel, problem }: Pick<Claim, 'kernel' | 'problem'>): boolean =>
  !kernel.startsWith('latency/') || (problem['hops'] ?? 0) >= 1;
