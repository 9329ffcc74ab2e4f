/** Unit roundoff of f32. */
export const UNIT_ROUNDOFF = 2 ** -24;
/** Smallest normal f32: results below it may be flushed to nought. */
const SMALLEST_NORMAL = 2 ** -126;

/** γ_k = k·u / (1 − k·u): bound of the relative error of k roundings. Higham 2002, lemma 3.1. */
export const gamma = (roundings: number): number => (roundings * UNIT_ROUNDOFF) / (1 - roundings * UNIT_ROUNDOFF);

/** Error of a sum of `terms` products of f32, in any order, fused or not, whose magnitudes sum to `magnitude`. */
export const sumTolerance = (terms: number, magnitude: number): number =>
  gamma(terms + 1) * magnitude + terms * SMALLEST_NORMAL;
