import type { Result } from '#core/result.ts';
import type { KernelDescription, Problem } from '../kernels/kernel.ts';
import type { Verification } from '../record/record.ts';

/** Work that stops at each `yield`, so that whoever drives it may let others have the thread. */
export type Sliced<T> = Generator<undefined, T, undefined>;

/** A kernel on one problem with its arrays filled. */
export interface CpuWork {
  /** Parts of one dispatch, each some milliseconds at most: a thread is never held for longer than some of them take. */
  readonly steps: number;
  /** Runs steps [first, end) of a dispatch. A dispatch runs them in order from step 0; one may be left in the middle and begun anew. */
  run(first: number, end: number): void;
  /** Spoils the output, so that what no dispatch writes is found. */
  poison(): void;
  /** Holds what the latest dispatches wrote against the float64 reference. The error is a sentence without a subject. */
  verify(random: () => number): Sliced<Result<Verification, string>>;
}

/** One typed-array kernel, frozen. One file each, one line in `catalogue.ts`. Runs on one thread. */
export interface CpuKernel extends KernelDescription {
  /** Bytes of all arrays of one set. */
  readonly memory: (problem: Problem) => number;
  /** Makes and fills one set of arrays; the same seed gives the same content. */
  readonly bind: (problem: Problem, seed: number) => Sliced<CpuWork>;
}

/** Whether a kernel is one of this engine: another's has no `bind`. */
export const isCpuKernel = (kernel: KernelDescription): kernel is CpuKernel => 'bind' in kernel && 'memory' in kernel;
