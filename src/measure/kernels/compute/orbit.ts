import { UNIT_ROUNDOFF } from '../rounding.ts';

/** Steps after which every orbit of the kernel's constants lies on its cycle: the distance halves in two steps at least. */
const SETTLED = 128;
/** Bound of the rounding that an orbit on its cycle carries, in unit roundoffs; see `orbit` for how it is counted. */
export const CYCLE_TOLERANCE = 32 * UNIT_ROUNDOFF;

/** The f32 constant that the shader makes of a seed: the product is exact, the difference rounds once. */
export const constantOf = (seed: number): number => Math.fround(seed * 0.125 - 1);
export const firstOf = (seed: number): number => seed * 0.125;

/**
 * x ← x² + c in float64, with a running bound of what f32 may differ by, whether it fuses the multiply and the add or rounds
 * twice: e ← (2|x| + e)·e + u·(x² + |x² + c|).
 */
export function orbit(c: number, first: number, iterations: number): { value: number; tolerance: number } {
  let value = first;
  let error = 0;
  // An even number of steps off a settled orbit ends on the same point of its cycle.
  const steps = iterations <= SETTLED ? iterations : SETTLED + (iterations % 2);
  for (let step = 0; step < steps; step++) {
    const square = value * value;
    const next = square + c;
    error = (2 * Math.abs(value) + error) * error + UNIT_ROUNDOFF * (square + Math.abs(next));
    value = next;
  }
  return { value, tolerance: 2 * error };
}

/** Whether orbits have reached their cycles. */
export const isSettled = (iterations: number): boolean => iterations >= SETTLED;

/** Point of its cycle of two that a settled orbit is on after these iterations: a root of x² + x + c + 1. */
export const settledPoint = (c: number, iterations: number): number =>
  (-1 + (iterations % 2 === 0 ? 1 : -1) * Math.sqrt(-3 - 4 * c)) / 2;
