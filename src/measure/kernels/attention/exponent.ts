import { gamma, UNIT_ROUNDOFF } from '../rounding.ts';

/** A unit in the last place of f32 is at most this much of the number. */
const ULP = 2 * UNIT_ROUNDOFF;

/**
 * Relative error of exp(x), x ≤ 0, made as a product of up to `factors` exponentials whose arguments sum to x: WGSL grants each
 * 3 + 2·|argument| units in the last place (section 15.7.4.1), and each argument is a difference rounded once.
 */
export const exponentError = (x: number, factors: number): number =>
  // exp(x) is nought long before the bound says nothing.
  x < -150 ? 1 : (3 * factors + 2 * Math.abs(x)) * ULP + UNIT_ROUNDOFF * Math.abs(x) + gamma(factors);

/** Division: 2.5 units in the last place (the same section). */
export const QUOTIENT_ERROR = 2.5 * ULP;
