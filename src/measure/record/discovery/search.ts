import { type CurveFit, fitCurve, misfit, pointsIn, type Step, scan } from './fit.ts';
import { RAMP_COUNT, SHAPE_COUNT } from './shapes.ts';
import type { Staircase } from './staircase.ts';

/** Boundaries as indices of locations, ascending, and each curve's fit at them: its own shapes, its own levels. */
export interface Model {
  readonly boundaries: readonly number[];
  readonly fits: readonly CurveFit[];
  /** Misfit of all curves and what its freedom costs: the Bayesian information criterion. Lower is better. */
  readonly score: number;
}

/** Where a boundary can stand. */
export interface Grid {
  /** Bytes, evenly spaced in the logarithm. */
  readonly locations: readonly number[];
  /** Two boundaries are at least this many locations apart. */
  readonly apart: number;
}

const MAX_BOUNDARIES = 6;
/** Boundaries added without a better model before the search ends: two that only help together are still found. */
const PATIENCE = 2;
/** Tiers whose times are closer than this in every curve are one. */
const LEAST_RATIO = 1.25;
/** A tier shows in at least this many points of one curve. */
const LEAST_POINTS = 3;

/**
 * Freedom of a boundary: its place, and in each curve a shape and a level. A place is looked for among all, which the criterion
 * does not count: Zhang & Siegmund 2007 find that a change point weighs as three halves of a parameter and more.
 */
const price = (curves: readonly Staircase[]): number => {
  const points = curves.reduce((sum, curve) => sum + pointsIn(curve), 0);
  return (2 + 1.5 * curves.length) * Math.log(Math.max(2, points));
};

export function modelOf(curves: readonly Staircase[], steps: readonly (readonly Step[])[]): Model {
  const fits = curves.map((curve, i) => fitCurve(curve, steps[i] ?? []));
  const boundaries = (steps[0] ?? []).map(({ location }) => location);
  const total = fits.reduce((sum, { residual, points }) => sum + misfit(residual, points), 0);
  return { boundaries, fits, score: total + boundaries.length * price(curves) };
}

/** A place between its neighbours, far enough from both, with enough points to each side of it. */
function windowOf(curves: readonly Staircase[], grid: Grid, before: number | undefined, after: number | undefined) {
  const { locations, apart } = grid;
  const enough = (low: number, high: number) =>
    curves.some(({ sizes, weights }) => {
      let count = 0;
      for (let i = 0; i < sizes.length; i++)
        if ((sizes[i] as number) > low && (sizes[i] as number) <= high && weights[i] !== 0) count++;
      return count >= LEAST_POINTS;
    });
  const low = before === undefined ? 0 : (locations[before] ?? 0);
  const high = after === undefined ? Number.POSITIVE_INFINITY : (locations[after] ?? 0);
  let from = before === undefined ? 0 : before + apart;
  let to = after === undefined ? locations.length : after - apart + 1;
  while (from < to && !enough(low, locations[from] as number)) from++;
  while (to > from && !enough(locations[to - 1] as number, high)) to--;
  return { from, to: Math.max(from, to) };
}

/** Misfit over all curves with one more boundary, for each place of a window; each curve takes the shapes together. */
export function profile(
  curves: readonly Staircase[],
  others: readonly (readonly Step[])[],
  { from, to }: { readonly from: number; readonly to: number },
): { readonly misfits: Float64Array; readonly shapes: readonly (readonly number[])[] } {
  const misfits = new Float64Array(to - from);
  const shapes = curves.map((curve, c) => {
    const residuals = scan(curve, others[c] ?? [], from, to);
    const points = pointsIn(curve);
    return Array.from({ length: to - from }, (_, at) => {
      let best = 0;
      for (let shape = 1; shape < SHAPE_COUNT; shape++)
        if ((residuals[at * SHAPE_COUNT + shape] as number) < (residuals[at * SHAPE_COUNT + best] as number))
          best = shape;
      misfits[at] = (misfits[at] as number) + misfit(residuals[at * SHAPE_COUNT + best] as number, points);
      return best;
    });
  });
  return { misfits, shapes };
}

/** The best place for one boundary more among the fixed ones; null where none has room. */
function placed(
  curves: readonly Staircase[],
  others: readonly (readonly Step[])[],
  windows: readonly { readonly from: number; readonly to: number }[],
): readonly (readonly Step[])[] | null {
  let best = Number.POSITIVE_INFINITY;
  let steps: readonly (readonly Step[])[] | null = null;
  for (const one of windows) {
    if (one.to <= one.from) continue;
    const { misfits, shapes } = profile(curves, others, one);
    misfits.forEach((value, at) => {
      if (value >= best) return;
      best = value;
      steps = others.map((list, c) =>
        [...list, { location: one.from + at, shape: shapes[c]?.[at] ?? 0 }].toSorted((a, b) => a.location - b.location),
      );
    });
  }
  return steps;
}

const stepsOf = (model: Model) => model.fits.map(({ steps }) => steps);
export const without = (model: Model, index: number): readonly (readonly Step[])[] =>
  stepsOf(model).map((list) => list.toSpliced(index, 1));

/** The room of boundary `index` of a model, between its neighbours. */
export const roomOf = (curves: readonly Staircase[], grid: Grid, { boundaries }: Model, index: number) =>
  windowOf(curves, grid, boundaries[index - 1], boundaries[index + 1]);

/** Moves one boundary after another to where it fits best, until none moves. */
function settled(curves: readonly Staircase[], grid: Grid, start: Model): Model {
  let model = start;
  for (let round = 0; round < 4; round++) {
    const before = model.score;
    for (let index = 0; index < model.boundaries.length; index++) {
      const steps = placed(curves, without(model, index), [roomOf(curves, grid, model, index)]);
      const moved = steps && modelOf(curves, steps);
      if (moved && moved.score < model.score) model = moved;
    }
    if (before - model.score < 0.1) break;
  }
  return model;
}

/** A model with one boundary more, wherever it helps most, or beyond the last only; null where there is no room. */
export function extended(
  curves: readonly Staircase[],
  grid: Grid,
  model: Model,
  where: 'any' | 'beyond',
): Model | null {
  const { boundaries } = model;
  const gaps = [...boundaries, undefined].map((after, i) => windowOf(curves, grid, boundaries[i - 1], after));
  const windows = where === 'any' ? gaps : gaps.slice(-1);
  const steps = placed(curves, stepsOf(model), windows);
  return steps && modelOf(curves, steps);
}

/** A model with one boundary fewer, the others settled anew. */
export const reduced = (curves: readonly Staircase[], grid: Grid, model: Model, index: number): Model =>
  settled(curves, grid, modelOf(curves, without(model, index)));

/** Score of a model with a ramp in the place of boundary `index`, which begins anywhere between its neighbours. */
export function ramped(curves: readonly Staircase[], { locations }: Grid, model: Model, index: number): number {
  const { boundaries } = model;
  const from = boundaries[index - 1] ?? 0;
  const to = boundaries[index + 1] ?? locations.length;
  const misfits = new Float64Array(to - from);
  curves.forEach((curve, c) => {
    const residuals = scan(curve, without(model, index)[c] ?? [], from, to, 'ramps');
    const points = pointsIn(curve);
    misfits.forEach((sum, at) => {
      const best = Math.min(...residuals.subarray(at * RAMP_COUNT, (at + 1) * RAMP_COUNT));
      misfits[at] = sum + misfit(best, points);
    });
  });
  return Math.min(...misfits) + boundaries.length * price(curves);
}

/** How many times as slow the tier beyond each boundary is as the one before it, in the curve that shows it most. */
const ratios = ({ boundaries, fits }: Model): readonly number[] =>
  boundaries.map((_, i) => Math.max(...fits.map(({ levels }) => (levels[i + 1] ?? 1) / (levels[i] || 1))));

/** Without the boundaries that part tiers too much alike. */
function distinct(curves: readonly Staircase[], grid: Grid, start: Model): Model {
  let model = start;
  while (model.boundaries.length > 0) {
    const all = ratios(model);
    const least = all.indexOf(Math.min(...all));
    if ((all[least] as number) >= LEAST_RATIO) break;
    model = reduced(curves, grid, model, least);
  }
  return model;
}

/**
 * The best model: boundaries are added one by one where they help most, all settled anew after each, and of the models so
 * found the one with the lowest score is taken, less any boundary that it does better without.
 */
export function search(curves: readonly Staircase[], grid: Grid): Model {
  const none = modelOf(
    curves,
    curves.map(() => []),
  );
  let best = none;
  let model: Model | null = none;
  let inVain = 0;
  while (model !== null && model.boundaries.length < MAX_BOUNDARIES && inVain < PATIENCE) {
    const wider = extended(curves, grid, model, 'any');
    model = wider && settled(curves, grid, wider);
    const candidate: Model | null = model && distinct(curves, grid, model);
    inVain = candidate && candidate.score < best.score ? 0 : inVain + 1;
    if (candidate && candidate.score < best.score) best = candidate;
  }
  for (let index = best.boundaries.length - 1; index >= 0; index--) {
    const fewer = reduced(curves, grid, best, index);
    if (fewer.score < best.score) best = fewer;
  }
  return best;
}
