import { type CurveFit, LEAST_ERROR, normalOf } from './fit.ts';
import { solve } from './least-squares.ts';
import type { Staircase } from './staircase.ts';

/** Time of one tier in one curve, with its 95 % interval. */
export interface Level {
  readonly time: number;
  readonly interval: readonly [number, number];
}

/**
 * Times of the tiers of a fit with normal-theory intervals from the covariance of the fit, taken in the logarithm so that no
 * end is negative. A tier that this curve does not tell from the one before has that one's.
 */
export function levelsOf(curve: Staircase, { steps, levels, residual, points }: CurveFit): readonly Level[] {
  const { gram } = normalOf(curve, steps);
  const active = levels.flatMap((level, i) => (i === 0 || level > (levels[i - 1] ?? 0) ? [i] : []));
  const spread = Math.max(LEAST_ERROR ** 2, residual / Math.max(1, points - active.length));
  return levels.map((time, tier) => {
    const included = gram.map((_, column) => (column <= tier ? 1 : 0));
    const solved = solve(gram, included, active) ?? [];
    const variance = active.reduce((sum, column, i) => sum + (included[column] ?? 0) * (solved[i] ?? 0), 0) * spread;
    const off = Math.exp((1.96 * Math.sqrt(Math.max(0, variance))) / time);
    return { time, interval: [time / off, time * off] };
  });
}
