import { describe, expect, it } from 'vitest';
import { disturbed } from './outliers.ts';

const SIZES = Array.from({ length: 57 }, (_, i) => 4096 * 2 ** (i / 4));
/** Indices of what is left out of a curve of times; ripples of 1 %, so that no two points are alike. */
const left = (time: (size: number) => number, sizes = SIZES) =>
  disturbed(
    sizes,
    sizes.map((size, i) => Math.log(time(size)) + 0.01 * Math.sin(7 * i)),
  ).flatMap((one, i) => (one ? [i] : []));
const tiers = (size: number) => (size > 2 ** 20 ? 40 : size > 2 ** 15 ? 5 : 1);

describe('points that say nothing of tiers', () => {
  it('are none where the curve only rises, by a cliff or slowly', () => {
    expect(left(tiers)).toEqual([]);
    expect(left((size) => size)).toEqual([]);
  });

  it('are a spike, and a hump of an octave that falls back, also near the end', () => {
    expect(left((size) => tiers(size) * (size === SIZES[20] ? 3 : 1))).toEqual([20]);
    const hump = (first: number) => (size: number) =>
      tiers(size) * (size >= (SIZES[first] ?? 0) && size < 2 * (SIZES[first] ?? 0) ? 1.5 : 1);
    expect(left(hump(40))).toEqual([40, 41, 42, 43]);
    expect(left(hump(51))).toEqual([51, 52, 53, 54]);
    // What does not fall back is a tier.
    expect(left(hump(53))).toEqual([]);
  });

  it('are a start that falls, but not a curve that does nothing else', () => {
    const start = left((size) => tiers(size) * (1 + 2 ** 13 / size));
    expect(start[0]).toBe(0);
    expect(start.at(-1)).toBeLessThan(12);
    expect(left((size) => size ** -0.3)).toEqual([]);
  });
});
