import type { Curve } from '../curves.ts';
import { dot } from './least-squares.ts';
import { disturbed } from './outliers.ts';
import { missed, RAMP_COUNT, ramp, SHAPE_COUNT } from './shapes.ts';

export interface Column {
  readonly values: Float64Array;
  readonly square: number;
  readonly withTarget: number;
}

/**
 * A curve as time a unit of work (seconds a hop, seconds a byte), which never falls as the working set grows, and in which
 * tiers add: y(s) = Σ share of accesses that tier k serves × its time. Columns are divided by y, so that errors are relative.
 */
export interface Staircase {
  /** Places for boundaries, bytes. */
  readonly locations: readonly number[];
  readonly sizes: readonly number[];
  /** How much each point counts: 0 where it stands alone away from its neighbours, noise of the machine and no tier. */
  readonly weights: readonly number[];
  readonly outliers: number;
  /** Roots of the weights: what the columns must add up to. */
  readonly target: Float64Array;
  /** Root of the weight over y, the column of the nearest tier's time. */
  readonly base: Float64Array;
  /** For location l and shape k at [l × SHAPE_COUNT + k]: the share missed, times the base; and its products that never change. */
  readonly columns: readonly Column[];
  /** The same for ramps that begin at location l, at [l × RAMP_COUNT + k]. */
  readonly ramps: readonly Column[];
}

/** Error of a size, relative: pages and hashes fill a cache's sets by chance, so that it is full a little sooner or later. */
const SIZE_ERROR = 0.05;
/** Least weight of a point on a ramp: a cliff must still be seen between its two points. */
const LEAST_WEIGHT = 0.25;
/** Slopes are taken from neighbours at least so far off, in the logarithm, so that noise makes none. */
const REACH = Math.log(2) / 4;
/** Points of a curve without noise are no better than this, relative. */
const LEAST_DEVIATION = 0.03;

/** Where a curve is steep, a point says less of its level: the error of its size adds to its own. */
function steepness(sizes: readonly number[], logs: readonly number[]): readonly number[] {
  const at = sizes.map(Math.log);
  return at.map((place) => {
    const before = Math.max(
      0,
      at.findLastIndex((one) => one <= place - REACH),
    );
    const after = at.findIndex((one) => one >= place + REACH);
    const last = after < 0 ? at.length - 1 : after;
    const rise =
      Math.abs((logs[last] ?? 0) - (logs[before] ?? 0)) / Math.max(REACH, (at[last] ?? 0) - (at[before] ?? 0));
    return Math.max(LEAST_WEIGHT, 1 / (1 + (rise * (SIZE_ERROR / LEAST_DEVIATION)) ** 2));
  });
}

export function staircaseOf({ kind, points }: Curve, locations: readonly number[]): Staircase {
  const sizes = points.map(({ size }) => size);
  const times = points.map(({ value }) => (kind === 'latency' ? value : 1 / value));
  const logs = times.map(Math.log);
  const alone = disturbed(sizes, logs);
  const steep = steepness(sizes, logs);
  const weights = alone.map((one, i) => (one ? 0 : (steep[i] ?? 0)));
  const target = Float64Array.from(weights, Math.sqrt);
  const base = Float64Array.from(target, (root, i) => root / (times[i] ?? 1));
  const columnsOf = (count: number, share: (which: number, size: number, location: number) => number) =>
    locations.flatMap((location) =>
      Array.from({ length: count }, (_, which): Column => {
        const values = base.map((one, i) => one * share(which, sizes[i] as number, location));
        return { values, square: dot(values, values), withTarget: dot(values, target) };
      }),
    );
  return {
    locations,
    sizes,
    weights,
    outliers: alone.filter(Boolean).length,
    target,
    base,
    columns: columnsOf(SHAPE_COUNT, missed),
    ramps: columnsOf(RAMP_COUNT, ramp),
  };
}

/** Share of accesses of the largest set that what lies beyond a boundary serves. */
export const servedBeyond = (
  { locations, sizes }: Staircase,
  { location, shape }: { readonly location: number; readonly shape: number },
): number => missed(shape, sizes.at(-1) ?? 0, locations[location] ?? Number.POSITIVE_INFINITY);
