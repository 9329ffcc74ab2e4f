import type { Random } from './random.ts';

const ascending = (values: readonly number[]) => [...values].sort((a, b) => a - b);

/** Linear-interpolated quantile, `fraction` in [0, 1] (Hyndman & Fan 1996, type 7). NaN for no values. */
export function quantile(values: readonly number[], fraction: number): number {
  const sorted = ascending(values);
  const position = (sorted.length - 1) * fraction;
  const low = sorted[Math.floor(position)] ?? Number.NaN;
  const high = sorted[Math.ceil(position)] ?? Number.NaN;
  return low + (high - low) * (position - Math.floor(position));
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Median absolute deviation from the median, unscaled. */
export function medianDeviation(values: readonly number[]): number {
  const centre = median(values);
  return median(values.map((value) => Math.abs(value - centre)));
}

/**
 * Distribution-free interval for the median from order statistics: the narrowest symmetric pair of ranks whose
 * binomial coverage reaches `confidence`; the whole range where there are too few samples for it.
 */
export function medianInterval(values: readonly number[], confidence = 0.95): readonly [number, number] {
  const sorted = ascending(values);
  const count = sorted.length;
  if (count === 0) return [Number.NaN, Number.NaN];
  // Probability that fewer than `rank` of n samples lie below the true median.
  let tail = 0;
  let term = 0.5 ** count;
  let rank = 0;
  while (rank < Math.floor((count - 1) / 2) && 2 * (tail + term) <= 1 - confidence) {
    tail += term;
    term = (term * (count - rank)) / (rank + 1);
    rank++;
  }
  const lowest = Math.max(0, rank - 1);
  return [sorted[lowest] as number, sorted[count - 1 - lowest] as number];
}

/** Percentile bootstrap interval of any statistic. */
export function bootstrapInterval(
  values: readonly number[],
  statistic: (sample: readonly number[]) => number,
  random: Random,
  { confidence = 0.95, resamples = 1000 } = {},
): readonly [number, number] {
  const estimates = Array.from({ length: resamples }, () =>
    statistic(values.map(() => values[random.integer(values.length)] as number)),
  );
  const tail = (1 - confidence) / 2;
  return [quantile(estimates, tail), quantile(estimates, 1 - tail)];
}

export const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((total, value) => total + Math.log(value), 0) / values.length);

/**
 * Kendall's τ-b of pairs (x, y): −1 where y falls as x rises, 1 where it rises with it; pairs that tie in one of them count for
 * neither (Kendall 1945). NaN for fewer than two pairs, or where all of one side are equal.
 */
export function kendallTau(pairs: readonly (readonly [x: number, y: number])[]): number {
  let agreeing = 0;
  let byX = 0;
  let byY = 0;
  for (const [index, [x, y]] of pairs.entries())
    for (const [otherX, otherY] of pairs.slice(index + 1)) {
      const alongX = Math.sign(otherX - x);
      const alongY = Math.sign(otherY - y);
      agreeing += alongX * alongY;
      byX += Math.abs(alongX);
      byY += Math.abs(alongY);
    }
  return byX === 0 || byY === 0 ? Number.NaN : agreeing / Math.sqrt(byX * byY);
}
