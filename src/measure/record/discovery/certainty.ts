import { extended, type Grid, type Model, modelOf, profile, reduced, roomOf, without } from './search.ts';
import type { Staircase } from './staircase.ts';

/** Nothing that was measured is surer than this. */
const MOST_CONFIDENCE = 0.999;
/**
 * Standard deviation of the logarithm of a capacity that no number of points removes: a cache's sets fill unevenly, code and
 * tables take lines, and the shapes that are fitted are not the shapes that are.
 */
const SYSTEMATIC = 0.06;

/** Odds of two models from their scores, as a probability: Kass & Raftery 1995, the Schwarz criterion. */
const odds = (worse: number, better: number): number =>
  Math.min(MOST_CONFIDENCE, 1 / (1 + Math.exp(-(worse - better) / 2)));

/** How much better a model agrees with the curves than the same without boundary `index`, the others held. */
export const supportOf = (curves: readonly Staircase[], model: Model, index: number): number =>
  odds(modelOf(curves, without(model, index)).score, model.score);

/** How sure it is that a tier ends at boundary `index`: this model against the best without that boundary. */
export const boundaryConfidence = (curves: readonly Staircase[], grid: Grid, model: Model, index: number): number =>
  odds(reduced(curves, grid, model, index).score, model.score);

/** How sure it is that no further tier begins in the range measured: this model against the best with one boundary beyond. */
export function lastConfidence(curves: readonly Staircase[], grid: Grid, model: Model): number {
  const further = extended(curves, grid, model, 'beyond');
  return further === null ? odds(0, 0) : odds(further.score, model.score);
}

export interface Place {
  readonly value: number;
  readonly interval: readonly [number, number];
}

/** The point below which `share` of the weight lies; each place stands for the step around it. */
function quantileOf(weights: readonly number[], share: number): number {
  const total = weights.reduce((sum, one) => sum + one, 0);
  let left = share * total;
  for (const [at, weight] of weights.entries()) {
    if (left <= weight && weight > 0) return at - 0.5 + left / weight;
    left -= weight;
  }
  return weights.length - 0.5;
}

/**
 * Where boundary `index` is: median and 95 % interval of its posterior over all places between its neighbours, the others held,
 * flat before in the logarithm; widened by what no number of points removes.
 */
export function placeOf(curves: readonly Staircase[], grid: Grid, model: Model, index: number): Place {
  const room = roomOf(curves, grid, model, index);
  const { misfits } = profile(curves, without(model, index), room);
  const least = Math.min(...misfits);
  const weights = Array.from(misfits, (one) => Math.exp(-(one - least) / 2));
  const { locations } = grid;
  const step = Math.log((locations[1] ?? 2) / (locations[0] ?? 1));
  const start = Math.log(locations[room.from] ?? 1);
  const [low, middle, high] = [0.025, 0.5, 0.975].map((share) => start + step * quantileOf(weights, share)) as [
    number,
    number,
    number,
  ];
  const widen = 1.96 * SYSTEMATIC;
  return {
    value: Math.exp(middle),
    interval: [Math.exp(middle - Math.hypot(middle - low, widen)), Math.exp(middle + Math.hypot(high - middle, widen))],
  };
}
