import { median, medianDeviation } from '#core/statistics.ts';
import type { Curve } from '../curves.ts';
import { missed, SHAPE_COUNT } from './shapes.ts';

/**
 * A curve as time a unit of work (seconds a hop, seconds a byte), which never falls as the working set grows, and in which
 * tiers add: y(s) = Σ share of accesses that tier k serves × its time. Columns are divided by y, so that errors are relative.
 */
export interface Staircase {
  /** Places for boundaries, bytes. */
  readonly locations: readonly number[];
  readonly sizes: readonly number[];
  readonly times: readonly number[];
  /** 0 for a point that stands alone away from its neighbours: noise of the machine, not a tier. */
  readonly weights: readonly number[];
  readonly outliers: number;
  /** 1/y, the column of the nearest tier's time. */
  readonly base: Float64Array;
  /** For location l and shape k at [l × SHAPE_COUNT + k]: the share missed, over y. */
  readonly columns: readonly Float64Array[];
}

/** Points whose logarithm lies this many deviations off the median of the five around it count for nothing. */
const OUTLIER = 4.5;
/** Least deviation for that, relative: in a curve without noise nothing stands out. */
const LEAST_DEVIATION = 0.03;
/** Scales a median absolute deviation to a standard one. */
const NORMAL = 1.4826;

/** What stands alone: a rising curve equals its running median, however steep it is; a spike does not. */
function spikes(logs: readonly number[]): readonly boolean[] {
  const around = logs.map((_, i) => {
    const from = Math.max(0, Math.min(i - 2, logs.length - 5));
    return median(logs.slice(from, from + 5));
  });
  const off = logs.map((log, i) => log - (around[i] ?? log));
  const deviation = Math.max(LEAST_DEVIATION, NORMAL * medianDeviation(off));
  // At the ends the window is one-sided, and a rise is no spike.
  return off.map((one, i) => i >= 2 && i < logs.length - 2 && Math.abs(one) > OUTLIER * deviation);
}

export function staircaseOf({ kind, points }: Curve, locations: readonly number[]): Staircase {
  const sizes = points.map(({ size }) => size);
  const times = points.map(({ value }) => (kind === 'latency' ? value : 1 / value));
  const alone = spikes(times.map(Math.log));
  const weights = alone.map((one) => (one ? 0 : 1));
  const over = (at: (size: number) => number) =>
    Float64Array.from(sizes, (size, i) => ((weights[i] ?? 0) * at(size)) / (times[i] ?? 1));
  return {
    locations,
    sizes,
    times,
    weights,
    outliers: alone.filter(Boolean).length,
    base: over(() => 1),
    columns: locations.flatMap((location) =>
      Array.from({ length: SHAPE_COUNT }, (_, shape) => over((size) => missed(shape, size, location))),
    ),
  };
}

/** Share of accesses of the largest set that what lies beyond a boundary serves. */
export const servedBeyond = (
  { locations, sizes }: Staircase,
  { location, shape }: { readonly location: number; readonly shape: number },
): number => missed(shape, sizes.at(-1) ?? 0, locations[location] ?? Number.POSITIVE_INFINITY);
