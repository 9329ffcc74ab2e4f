import type { Reference } from '../kernel.ts';
import { sumTolerance } from '../rounding.ts';
import { randomSigns, signedSumFits } from './signed-rows.ts';
import { type AttentionSizes, layoutOf, seenBy } from './sizes.ts';

/** What a score is set to that the query must not see: −2^100, exact in f32. */
export const MASKED = -(2 ** 100);

/** Where the query of a row of scores and the first key of its head begin. */
export function placesOf(sizes: AttentionSizes, row: number) {
  const { heads, kvHeads, queries, keys, headDim } = sizes;
  const { qToken, kvToken, kOffset, vOffset } = layoutOf(sizes);
  const query = row % queries;
  const head = Math.floor(row / queries) % heads;
  const batch = Math.floor(row / queries / heads);
  const kv = batch * keys * kvToken + Math.floor(head / (heads / kvHeads)) * headDim;
  return {
    query,
    head,
    batch,
    q: (batch * queries + query) * qToken + head * headDim,
    k: kv + kOffset,
    v: kv + vOffset,
  };
}

/** Float64 rows of S = Q·Kᵀ/√d, one a (batch, head, query). The whole is checked with random signs for the keys that are seen. */
export function scoresReference(sizes: AttentionSizes, q: Float32Array, k: Float32Array): Reference {
  const { batch, heads, queries, keys, headDim } = sizes;
  const { kvToken } = layoutOf(sizes);
  const rows = batch * heads * queries;
  const scale = 1 / Math.sqrt(headDim);
  /** Roundings: those of the sum, of the scale itself and of the product with it. */
  const terms = headDim + 2;
  return {
    rows,
    rowLength: keys,
    row(index) {
      const at = placesOf(sizes, index);
      const seen = seenBy(sizes, at.query);
      const values = new Float64Array(keys).fill(MASKED);
      const tolerance = new Float64Array(keys);
      for (let key = 0; key < seen; key++) {
        let [sum, magnitude] = [0, 0];
        for (let i = 0; i < headDim; i++) {
          const product = (q[at.q + i] ?? Number.NaN) * (k[at.k + key * kvToken + i] ?? Number.NaN);
          sum += product;
          magnitude += Math.abs(product);
        }
        values[key] = sum * scale;
        tolerance[key] = sumTolerance(terms, magnitude * scale);
      }
      return { values, tolerance };
    },
    checkWhole(output, random) {
      const signs = randomSigns(keys, random);
      for (let first = 0; first < rows; first += queries) {
        // Sums of the keys seen so far, which grow with the query.
        const signed = new Float64Array(headDim);
        const magnitudes = new Float64Array(headDim);
        let summed = 0;
        for (let row = first; row < first + queries; row++) {
          const at = placesOf(sizes, row);
          const seen = seenBy(sizes, at.query);
          for (; summed < seen; summed++)
            for (let i = 0; i < headDim; i++) {
              const element = k[at.k + summed * kvToken + i] ?? Number.NaN;
              signed[i] = (signed[i] ?? 0) + (signs[summed] ?? 0) * element;
              magnitudes[i] = (magnitudes[i] ?? 0) + Math.abs(element);
            }
          let [expected, magnitude, found] = [0, 0, 0];
          for (let i = 0; i < headDim; i++) {
            const element = (q[at.q + i] ?? Number.NaN) * scale;
            expected += element * (signed[i] ?? 0);
            magnitude += Math.abs(element) * (magnitudes[i] ?? 0);
          }
          for (let key = 0; key < seen; key++) found += (signs[key] ?? 0) * (output[row * keys + key] ?? Number.NaN);
          if (!signedSumFits(found, { expected, magnitude }, terms))
            return `row ${row} of ${rows} fails Freivalds' check: its scores with random signs sum to ${found}, not ${expected}`;
          for (let key = seen; key < keys; key++)
            if (output[row * keys + key] !== MASKED) return `row ${row} of ${rows}: key ${key} is not masked`;
        }
      }
      return null;
    },
  };
}
