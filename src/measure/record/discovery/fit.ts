import { bordered, dot, nonNegative } from './least-squares.ts';
import { RAMP_COUNT, SHAPE_COUNT } from './shapes.ts';
import type { Column, Staircase } from './staircase.ts';

/** A boundary in one curve: where (index of a location) and in which shape. */
export interface Step {
  readonly location: number;
  readonly shape: number;
}

/** What one curve says with given steps. */
export interface CurveFit {
  readonly steps: readonly Step[];
  /** Time of each tier, nearest first, one more than there are steps. */
  readonly levels: readonly number[];
  /** Relative sum of squares. */
  readonly residual: number;
  readonly points: number;
}

/**
 * Relative error that is always there: no curve follows the model better than this, so that none is split into tiers over
 * differences that are smaller.
 */
export const LEAST_ERROR = 0.03;

/** Points of a curve, each as much as it counts. */
export const pointsIn = ({ weights }: Staircase): number => weights.reduce((sum, one) => sum + one, 0);

/** −2 log likelihood of normal errors of unknown spread, up to a constant. */
export const misfit = (residual: number, points: number): number =>
  points * Math.log(residual / points + LEAST_ERROR ** 2);

const columnOf = ({ columns }: Staircase, { location, shape }: Step): Float64Array =>
  (columns[location * SHAPE_COUNT + shape] as Column).values;

interface Normal {
  readonly columns: readonly Float64Array[];
  readonly gram: number[][];
  readonly right: number[];
  readonly square: number;
}

/** The normal equations of fixed steps. The target is 1 at every point that counts, so that a product with it is a sum. */
export function normalOf(curve: Staircase, steps: readonly Step[]): Normal {
  const { target } = curve;
  const columns = [curve.base, ...steps.map((step) => columnOf(curve, step))];
  return {
    columns,
    gram: columns.map((one) => columns.map((other) => dot(one, other))),
    right: columns.map((one) => dot(one, target)),
    square: dot(target, target),
  };
}

/** The curve with these steps, in ascending order of location. */
export function fitCurve(curve: Staircase, steps: readonly Step[]): CurveFit {
  const { gram, right, square } = normalOf(curve, steps);
  const { coefficients, residual } = nonNegative(gram, right, square);
  let sum = 0;
  const levels = coefficients.map((one) => {
    sum += one;
    return sum;
  });
  return { steps, levels, residual, points: square };
}

/**
 * For each location from `from` to before `to`, and each shape there: the residual with one step more than the fixed ones, or
 * with a ramp more.
 */
export function scan(
  curve: Staircase,
  fixed: readonly Step[],
  from: number,
  to: number,
  kind: 'columns' | 'ramps' = 'columns',
): Float64Array {
  const count = kind === 'columns' ? SHAPE_COUNT : RAMP_COUNT;
  const normal = normalOf(curve, fixed);
  const withOneMore = bordered(normal.gram, normal.right, normal.square);
  const products = new Float64Array(normal.columns.length);
  const found = new Float64Array((to - from) * count);
  for (let at = 0; at < found.length; at++) {
    const { values, square, withTarget } = curve[kind][from * count + at] as Column;
    for (let i = 0; i < products.length; i++) products[i] = dot(normal.columns[i] as Float64Array, values);
    found[at] = withOneMore(products, square, withTarget);
  }
  return found;
}

/** What a fit leaves of each point that counts, relative, in the order of sizes. */
export function residualsOf(curve: Staircase, { steps, levels }: CurveFit): readonly number[] {
  const columns = [curve.base, ...steps.map((step) => columnOf(curve, step))];
  const rises = levels.map((level, i) => level - (levels[i - 1] ?? 0));
  return [...curve.target.keys()].flatMap((i) => {
    const root = curve.target[i] as number;
    const told = columns.reduce((sum, column, k) => sum + (rises[k] ?? 0) * (column[i] as number), 0);
    return root > 0 ? [(root - told) / root] : [];
  });
}
