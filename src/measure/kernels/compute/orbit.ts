import type { Point } from '../pointwise.ts';
import { UNIT_ROUNDOFF } from '../rounding.ts';

/** Steps after which every orbit of the kernel's constants lies on its cycle: the distance halves in two steps at least. */
const SETTLED = 128;
/** Bound of the rounding that an orbit on its cycle carries; see `orbit` for how it is counted. */
const cycleTolerance = (unit: number): number => 32 * unit;

/** The f32 constant that the shader makes of a seed: the product is exact, the difference rounds once. */
export const constantOf = (seed: number): number => Math.fround(seed * 0.125 - 1);
export const firstOf = (seed: number): number => seed * 0.125;

/**
 * x ← x² + c in float64, with a running bound of what a format of unit roundoff u may differ by, whether it fuses the multiply
 * and the add or rounds twice: e ← (2|x| + e)·e + u·(x² + |x² + c|).
 */
export function orbit(c: number, first: number, iterations: number, unit: number = UNIT_ROUNDOFF): Point {
  let value = first;
  let error = 0;
  // An even number of steps off a settled orbit ends on the same point of its cycle.
  const steps = iterations <= SETTLED ? iterations : SETTLED + (iterations % 2);
  for (let step = 0; step < steps; step++) {
    const square = value * value;
    const next = square + c;
    error = (2 * Math.abs(value) + error) * error + unit * (square + Math.abs(next));
    value = next;
  }
  return { value, tolerance: 2 * error };
}

/** Whether orbits have reached their cycles. */
const isSettled = (iterations: number): boolean => iterations >= SETTLED;

/** Point of its cycle of two that a settled orbit is on after these iterations: a root of x² + x + c + 1. */
const settledPoint = (c: number, iterations: number): number =>
  (-1 + (iterations % 2 === 0 ? 1 : -1) * Math.sqrt(-3 - 4 * c)) / 2;

/** Where an orbit is after these iterations: a point of its cycle where it has settled, else as `orbit` walks it. */
export const orbitPoint = (c: number, first: number, iterations: number, unit: number): Point =>
  isSettled(iterations)
    ? { value: settledPoint(c, iterations), tolerance: cycleTolerance(unit) }
    : orbit(c, first, iterations, unit);
