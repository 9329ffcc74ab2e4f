const fourth = (fill: number) => fill * fill * fill * fill;

/**
 * How accesses leave a cache of capacity C as the working set s grows past it: the share that it does not serve, by s/C. A
 * cache of the real world lies between these: which one is fitted, never assumed.
 *
 * - A cliff: least recently used, walked in a cycle: what is needed next was just thrown out.
 * - By the square: close to random replacement, where a line survives the misses of one round, exp(−misses/C).
 * - A share that stays: a fixed share C/s stays, as policies that resist thrashing keep it, or as random accesses find it.
 * - Blurred, a little or more: some sets overflow before the whole is full, since pages and hashes load the sets unevenly.
 */
const SHAPES: readonly ((fill: number) => number)[] = [
  (fill) => (fill > 1 ? 1 : 0),
  (fill) => (fill > 1 ? 1 - 1 / (fill * fill) : 0),
  (fill) => (fill > 1 ? 1 - 1 / fill : 0),
  (fill) => 1 - 1 / (1 + fourth(fill) ** 2),
  (fill) => 1 - 1 / (1 + fourth(fill)),
];

export const SHAPE_COUNT = SHAPES.length;

/** Share of accesses that a cache of `capacity` does not serve, for a working set of `size`. */
export const missed = (shape: number, size: number, capacity: number): number => SHAPES[shape]?.(size / capacity) ?? 0;

/** Octaves over which a time may grow that no cache's end explains. */
const RAMP_OCTAVES = [2, 3, 4, 8, 16] as const;

export const RAMP_COUNT = RAMP_OCTAVES.length;

/**
 * Growth by the logarithm of the working set, from 0 at `start` to 1 some octaves on: what misses of a TLB, or a clock that
 * slows down, look like, and no cache does: it misses most of what is past it within an octave or two.
 */
export const ramp = (which: number, size: number, start: number): number =>
  Math.min(1, Math.max(0, Math.log2(size / start) / (RAMP_OCTAVES[which] ?? 1)));
