import { type Seconds, seconds } from '#core/units.ts';
import type { Boundary, Fractions, PlacementProblem } from './problem.ts';

export interface Cost {
  readonly time: Seconds;
  /** Tier whose bus takes longest, or `compute`. */
  readonly limit: string;
  readonly boundaries: readonly { readonly tier: string; readonly name: string; readonly time: Seconds }[];
}

/** Share of a class that lies in a store or beyond it. */
const beyond = (row: readonly number[] | undefined, store: number): number =>
  (row ?? []).reduce((sum, fraction, index) => (index >= store ? sum + fraction : sum), 0);

const boundaryTime = (fractions: Fractions, { store, seconds: whole }: Boundary): number =>
  whole.reduce<number>((sum, time, index) => sum + time * beyond(fractions[index], store), 0);

/**
 * Seconds that a placement costs: every byte crosses the bus of the store that it lies in and of every nearer tier. The slowest of compute and the
 * buses where they overlap, else their sum.
 */
export function costOf(problem: PlacementProblem, fractions: Fractions): Cost {
  const { boundaries, compute, overlaps } = problem;
  const times = boundaries.map((boundary) => ({
    tier: boundary.tier,
    name: boundary.name,
    time: seconds(boundaryTime(fractions, boundary)),
  }));
  const slowest = times.reduce((most, each) => (each.time > most.time ? each : most), {
    tier: 'compute',
    time: compute,
  });
  const sum = times.reduce((total, { time }) => total + time, compute as number);
  return { time: seconds(overlaps ? slowest.time : sum), limit: slowest.tier, boundaries: times };
}
