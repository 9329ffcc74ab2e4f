import { LEAST_ERROR, residualsOf } from './fit.ts';
import { extended, type Grid, type Model, modelOf, profile, ramped, reduced, roomOf, without } from './search.ts';
import type { Staircase } from './staircase.ts';

/** Nothing that was measured is surer than this. */
const MOST_CONFIDENCE = 0.999;
/**
 * Standard deviation of the logarithm of a capacity that no number of points removes: a cache's sets fill unevenly, code and
 * tables take lines, and the shapes that are fitted are not the shapes that are.
 */
const SYSTEMATIC = 0.06;

/** A neighbour says at least this share of its own, however alike it is. */
const LEAST_INDEPENDENCE = 0.05;

/**
 * Share of the points that say something of their own. Where the model does not fit, its residuals come in runs, and so many
 * points count as fewer: n(1 − ρ)/(1 + ρ) with ρ the correlation of neighbours (Bartlett 1935). The least error that every point
 * has is each point's own.
 */
function independence(curves: readonly Staircase[], { fits }: Model): number {
  let together = 0;
  let squares = 0;
  curves.forEach((curve, c) => {
    const fit = fits[c];
    const residuals = fit ? residualsOf(curve, fit) : [];
    residuals.forEach((one, i) => {
      squares += one * one + LEAST_ERROR ** 2;
      together += one * (residuals[i - 1] ?? 0);
    });
  });
  const correlation = squares > 0 ? Math.max(0, together / squares) : 0;
  return Math.max(LEAST_INDEPENDENCE, (1 - correlation) / (1 + correlation));
}

/**
 * How probable a model is beside its rivals, from their scores (Kass & Raftery 1995, the Schwarz criterion), all thought as
 * likely before.
 */
function probability(curves: readonly Staircase[], model: Model, rivals: readonly number[]): number {
  const share = independence(curves, model);
  const odds = rivals.reduce((sum, score) => sum + Math.exp((-share * (score - model.score)) / 2), 0);
  return Math.min(MOST_CONFIDENCE, 1 / (1 + odds));
}

/** How much better a model agrees with the curves than the same without boundary `index`, the others held. */
export const supportOf = (curves: readonly Staircase[], model: Model, index: number): number =>
  probability(curves, model, [modelOf(curves, without(model, index)).score]);

/** How sure a boundary is. */
export interface Certainty {
  readonly confidence: number;
  /** Whether a slow growth without a plateau explains it as well: then a tier it may be, or a TLB. */
  readonly ramp: boolean;
}

/** Rivals that are at most so much more probable odds against a tier are worth words. */
const RAMP_TOLD = 0.01;

/**
 * How sure it is that a tier ends at boundary `index`: this model against the best without that boundary, and against one
 * with a slow growth in its place.
 */
export function boundaryCertainty(curves: readonly Staircase[], grid: Grid, model: Model, index: number): Certainty {
  const none = reduced(curves, grid, model, index).score;
  const slow = ramped(curves, grid, model, index);
  const alone = probability(curves, model, [slow]);
  return { confidence: probability(curves, model, [none, slow]), ramp: 1 - alone > RAMP_TOLD };
}

/** How sure it is that no further tier begins in the range measured: this model against the best with one boundary beyond. */
export function lastConfidence(curves: readonly Staircase[], grid: Grid, model: Model): number {
  const further = extended(curves, grid, model, 'beyond');
  return probability(curves, model, [further === null ? model.score : further.score]);
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
