import type { Bytes } from '#core/units.ts';

/**
 * The largest whole number from 0 to `most` for which `fits` holds, where it holds up to some number and from there on no more. Asks about
 * 2·log₂(answer) times.
 */
export function largestThat(fits: (value: number) => boolean, most: number): number {
  let low = 0;
  let step = 1;
  while (low + step <= most && fits(low + step)) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step, most + 1);
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** Whether what a device holds, with the workspace of recomputation, is within its memory. */
export const isWithin = (total: number, workspace: number, memory: Bytes): boolean => total + workspace <= memory;
