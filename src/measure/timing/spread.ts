import { formatPercent } from '#core/format.ts';
import { median, medianDeviation, quantile } from '#core/statistics.ts';

/** Below this share of the median a spread changes nothing that a person would conclude. */
const NOTEWORTHY = 0.05;
const WIDE = 0.1;
/** Of normal samples, the two halves that fit best lie about 2.7 of their own deviations apart, and have no gap. */
const APART = 4;
/** Normal deviate of a trend that chance makes once in a thousand times. */
const SURE = 3.3;
const FEWEST_FOR_GROUPS = 6;
const FEWEST_FOR_TREND = 8;

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const squares = (values: readonly number[]) => {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
};

/** Distance of the two groups that samples fall into, or null where they are one: one optimal cut of the sorted samples. */
function twoGroups(samples: readonly number[], step: number): number | null {
  if (samples.length < FEWEST_FOR_GROUPS) return null;
  const sorted = samples.toSorted((one, other) => one - other);
  const fewest = Math.max(2, Math.ceil(sorted.length / 5));
  let best = { within: Number.POSITIVE_INFINITY, distance: 0, gap: 0 };
  for (let cut = fewest; cut <= sorted.length - fewest; cut++) {
    const [low, high] = [sorted.slice(0, cut), sorted.slice(cut)];
    const within = squares(low) + squares(high);
    const gap = (high[0] ?? 0) - (low.at(-1) ?? 0);
    if (within < best.within) best = { within, distance: mean(high) - mean(low), gap };
  }
  const deviation = Math.max(Math.sqrt(best.within / (sorted.length - 2)), step);
  const least = Math.max(APART * deviation, NOTEWORTHY * median(sorted));
  return best.distance > least && best.gap > deviation ? best.distance : null;
}

/** Change from first to last by the median of all slopes (Theil and Sen), or null where Mann and Kendall's test sees no trend. */
function trend(samples: readonly number[], step: number): number | null {
  const count = samples.length;
  if (count < FEWEST_FOR_TREND) return null;
  let rising = 0;
  const slopes: number[] = [];
  for (let i = 0; i < count; i++)
    for (let j = i + 1; j < count; j++) {
      const change = (samples[j] ?? 0) - (samples[i] ?? 0);
      rising += Math.sign(change);
      slopes.push(change / (j - i));
    }
  const deviation = Math.sqrt((count * (count - 1) * (2 * count + 5)) / 18);
  const change = median(slopes) * (count - 1);
  const seen = Math.abs(rising) > SURE * deviation;
  return seen && Math.abs(change) > Math.max(NOTEWORTHY * median(samples), 2 * step) ? change : null;
}

/**
 * What the spread of samples, in the order they were taken, says went on beside a measurement: a sentence, or null where
 * nothing did. `step` is what one step of the clock is worth in a sample: samples that differ by it may be equal.
 */
export function spreadNote(samples: readonly number[], step = 0): string | null {
  if (samples.length === 0) return null;
  const middle = median(samples);
  const drift = trend(samples, step);
  if (drift !== null)
    return `The samples drift by ${formatPercent(drift / middle, 2)} from first to last: the processor’s clock changed, or a load came or went.`;
  const distance = twoGroups(samples, step);
  if (distance !== null)
    return `The samples fall into two groups, ${formatPercent(distance / middle, 2)} apart: something else ran in turn, such as another tab that measures.`;
  const half = (quantile(samples, 0.75) - quantile(samples, 0.25)) / 2;
  if (half > Math.max(WIDE * middle, step) && medianDeviation(samples) > step)
    return 'The samples spread by more than 10 %: something else ran beside it, or the processor’s clock changed.';
  return null;
}
