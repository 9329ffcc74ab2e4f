import type { Seconds } from '#core/units.ts';

export interface SubmitTimes {
  /** Time of each pass; `null` where the clock ran backwards. */
  readonly passes: readonly (Seconds | null)[];
  /** From submit to the end marker, by the wall: longer than the passes together. */
  readonly wall: Seconds;
}

/**
 * One workload under an engine's clock: runs passes of so many dispatches each, in one submit, and times each pass. What an
 * engine means by a dispatch is its own: one of WebGPU's, one call of a typed-array kernel.
 */
export interface PassTimer {
  /** Passes that one submit may hold. */
  readonly mostPasses: number;
  run(passes: readonly number[]): Promise<SubmitTimes>;
}
