import { gamma } from '../rounding.ts';

/** One row of a product as its inputs say it: the sum with the signs, and the sum of magnitudes. */
interface SignedRow {
  readonly expected: number;
  readonly magnitude: number;
}

/**
 * Freivalds' check of one row: its outputs added up with random signs against what the inputs say, with room for `terms` roundings.
 * NaN and infinities have no sum: their rows are compared element by element elsewhere.
 */
export function signedSumFits(found: number, { expected, magnitude }: SignedRow, terms: number): boolean {
  if (!Number.isFinite(expected) || !Number.isFinite(magnitude)) return true;
  // Written so that NaN fails.
  return Math.abs(found - expected) <= gamma(terms) * magnitude + terms * 2 ** -126;
}

export const randomSigns = (count: number, random: () => number): Float64Array =>
  Float64Array.from({ length: count }, () => (random() < 0.5 ? -1 : 1));
