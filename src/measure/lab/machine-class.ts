import type { Adapter } from '../record/record.ts';
import type { TimeContext } from './experiment.ts';

const MEBIBYTE = 2 ** 20;

/** What problems are sized and timed for. */
export type MachineClass = 'discrete' | 'integrated' | 'software' | 'cpu';

/** WebGPU does not say whether a GPU has memory of its own: makers who build no such GPU are known. */
export function adapterClass({ fallback, vendor }: Pick<Adapter, 'fallback' | 'vendor'>): Exclude<MachineClass, 'cpu'> {
  if (fallback) return 'software';
  return /^(nvidia|amd)$/i.test(vendor) ? 'discrete' : 'integrated';
}

export const machineClass = ({ engine, adapter }: Pick<TimeContext, 'engine' | 'adapter'>): MachineClass =>
  engine === 'cpu' ? 'cpu' : adapterClass(adapter);

/**
 * Bytes far past the caches: four times the largest that the maker builds into what runs browsers (AMD 128 MiB, NVIDIA
 * 96 MiB, Apple 48 MiB; the rest share a processor's cache of at most 36 MiB). A software adapter is too slow to leave
 * the caches of its processor, and its figure says nothing about a GPU anyway.
 */
export function farBytes({ fallback, vendor }: Pick<Adapter, 'fallback' | 'vendor'>): number {
  if (fallback) return 16 * MEBIBYTE;
  if (/amd/i.test(vendor)) return 512 * MEBIBYTE;
  if (/nvidia/i.test(vendor)) return 384 * MEBIBYTE;
  return /apple/i.test(vendor) ? 192 * MEBIBYTE : 144 * MEBIBYTE;
}

/** Length of one pass and pairs of passes of one point of a curve: many points, each short. */
interface Timing {
  readonly pairs: number;
  readonly passSeconds: number;
}
/**
 * A pass of 7 ms is a hundred steps of the coarsest timestamp. What runs on a processor shares it with other programs: many passes
 * so short that most fall between two interruptions; the sampler makes them longer where the clock is coarse.
 */
const TIMINGS: Readonly<Record<MachineClass, Timing>> = {
  discrete: { pairs: 5, passSeconds: 0.007 },
  integrated: { pairs: 5, passSeconds: 0.01 },
  software: { pairs: 7, passSeconds: 0.003 },
  cpu: { pairs: 15, passSeconds: 0.001 },
};
/** Times as many pairs. */
const THOROUGH = 2;

export function timingOf(context: TimeContext): Timing {
  const timing = TIMINGS[machineClass(context)];
  return context.depth === 'thorough' ? { ...timing, pairs: THOROUGH * timing.pairs } : timing;
}

/** Expected seconds of an experiment by what it runs on: quick, thorough. */
type ExpectedSeconds = Readonly<Record<MachineClass, readonly [quick: number, thorough: number]>>;

export const expected =
  (seconds: ExpectedSeconds) =>
  (context: TimeContext): number =>
    seconds[machineClass(context)][context.depth === 'quick' ? 0 : 1];
