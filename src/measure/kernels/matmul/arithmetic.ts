import type { NumberRange } from '../kernel.ts';
import { F16 } from '../mismatch.ts';
import { sumTolerance, UNIT_ROUNDOFF } from '../rounding.ts';
import type { MatmulSizes } from './cost.ts';

/** How far the sums of a product may be off, by what they are computed in. */
export interface Arithmetic {
  /** Of one output whose terms' magnitudes sum to `magnitude`. */
  readonly output: (terms: number, magnitude: number) => number;
  /** Of a row's outputs added up with random signs; `normA` of its row of A, `normB` of all of B. */
  readonly signedSum: (sizes: MatmulSizes, normA: number, normB: number) => number;
  readonly range?: NumberRange;
  /** Rounding hides a wrong element from a sum over its row: every element is compared where there are not too many. */
  readonly coarse?: true;
}

/** Standard deviations of rounding that are allowed: a sound output fails once in 10^8 rows (2·exp(−λ²/2)). */
const DEVIATIONS = 6;

/**
 * A row's outputs: the rounding of one is at most λ·√k·u·|a_i|·|b_j| with high probability (Higham & Mary 2019, theorem 2.4, with
 * Cauchy–Schwarz for Σ|a||b|); signs are independent of it, so that their sum over j grows as the root of the sum of squares
 * (Hoeffding), which gives λ·√k·u·‖a_i‖·‖B‖_F.
 */
export const SINGLE: Arithmetic = {
  output: sumTolerance,
  signedSum: ({ k }, normA, normB) => DEVIATIONS * Math.sqrt(k) * UNIT_ROUNDOFF * normA * normB,
};

/** Unit roundoff of f16, and its smallest normal number: smaller ones may be flushed to nought. */
const HALF_ROUNDOFF = 2 ** -11;
const HALF_SMALLEST = 2 ** -14;

/** Sums of `run` steps of K in f16, which are added up in f32. */
export const halves = (run: number): Arithmetic => ({
  output: (terms, magnitude) => {
    const roundings = (Math.min(terms, run) + 1) * HALF_ROUNDOFF;
    return (roundings / (1 - roundings)) * magnitude + terms * HALF_SMALLEST + sumTolerance(terms, magnitude);
  },
  signedSum: (sizes, normA, normB) =>
    DEVIATIONS * Math.sqrt(Math.min(sizes.k, run) + 1) * HALF_ROUNDOFF * normA * normB +
    DEVIATIONS * Math.sqrt(sizes.n * sizes.k) * HALF_SMALLEST +
    SINGLE.signedSum(sizes, normA, normB),
  range: F16,
  coarse: true,
});

/** Whole numbers that f32 holds. */
const EXACT = 2 ** 24;

/** Exact sums of whole numbers, written as f32: past 2^24 the nearest on either side. */
export const WHOLE: Arithmetic = {
  output: (_, magnitude) => (magnitude <= EXACT ? 0 : 2 * UNIT_ROUNDOFF * magnitude),
  signedSum: (_, normA, normB) => (normA * normB <= EXACT ? 0 : 2 * DEVIATIONS * UNIT_ROUNDOFF * normA * normB),
  coarse: true,
};
