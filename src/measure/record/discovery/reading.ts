import type { Curve } from '../curves.ts';
import type { Grid } from './search.ts';
import { type Staircase, staircaseOf } from './staircase.ts';

/** Curves of one run; each may be missing. */
export interface Curves {
  readonly latency?: Curve;
  readonly shared?: Curve;
  readonly private?: Curve;
}

/** Curves that are read together, and the places at which all of them may have a boundary. */
export interface Reading {
  readonly curves: readonly Curve[];
  readonly staircases: readonly Staircase[];
  readonly grid: Grid;
  readonly range: readonly [low: number, high: number];
}

/** A curve with fewer points shows no tiers. */
const LEAST_POINTS = 6;
const LOCATIONS_PER_OCTAVE = 8;
/** Two tiers of a machine differ in capacity by at least this many octaves, ×2.6. */
const LEAST_OCTAVES = 1.375;
export const LEAST_APART = 2 ** LEAST_OCTAVES;

/** A half step off whole powers of two, so that no cliff falls on a size measured; and the places asked for. */
function gridOver([low, high]: readonly [number, number], more: readonly number[]): Grid {
  const start = Math.floor(Math.log2(low));
  const count = Math.ceil((Math.log2(high) - start) * LOCATIONS_PER_OCTAVE);
  const even = Array.from({ length: count }, (_, i) => 2 ** (start + (i + 0.5) / LOCATIONS_PER_OCTAVE));
  return {
    locations: [...new Set([...even, ...more])].toSorted((a, b) => a - b),
    apart: LEAST_OCTAVES * LOCATIONS_PER_OCTAVE,
  };
}

const usable = (curve: Curve | undefined): curve is Curve =>
  curve !== undefined &&
  curve.points.length >= LEAST_POINTS &&
  curve.points.every(({ size, value }) => size > 0 && value > 0 && Number.isFinite(value));

/**
 * What is read together: what one chain of accesses waits for, and what all workgroups get from a set that they share, have
 * their knees at the same working sets. Sets of each workgroup's own have theirs elsewhere (L1 of one core, beyond it what all
 * fill together), so they are read only where there is nothing else. `places`:
 * where boundaries must be able to stand, bytes. Null where no curve has points enough.
 */
export function readingOf({ latency, shared, private: own }: Curves, places: readonly number[] = []): Reading | null {
  const together = [latency, shared].filter(usable);
  const curves = together.length > 0 ? together : [own].filter(usable);
  if (curves.length === 0) return null;
  const sizes = curves.flatMap(({ points }) => points.map(({ size }) => size as number));
  const range = [Math.min(...sizes), Math.max(...sizes)] as const;
  const grid = gridOver(range, places);
  return { curves, grid, range, staircases: curves.map((curve) => staircaseOf(curve, grid.locations)) };
}
