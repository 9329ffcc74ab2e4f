import { everyRow } from '../every-row.ts';
import type { Reference } from '../kernel.ts';
import { gamma, sumTolerance } from '../rounding.ts';
import { exponentError, QUOTIENT_ERROR } from './exponent.ts';
import { placesOf } from './scores-reference.ts';
import { type AttentionSizes, layoutOf, seenBy } from './sizes.ts';
import { scoreRowOf } from './values-reference.ts';

/** Scores of one query in float64, what f32 may make of each, and how often the largest so far may grow on the way. */
function scoresOfRow(sizes: AttentionSizes, q: Float32Array, k: Float32Array, scoreRow: number) {
  const { headDim } = sizes;
  const { kvToken } = layoutOf(sizes);
  const at = placesOf(sizes, scoreRow);
  const scale = 1 / Math.sqrt(headDim);
  const scores = new Float64Array(seenBy(sizes, at.query));
  const errors = new Float64Array(scores.length);
  let [top, rises] = [Number.NEGATIVE_INFINITY, 0];
  for (let key = 0; key < scores.length; key++) {
    let [sum, magnitude] = [0, 0];
    for (let i = 0; i < headDim; i++) {
      const product = (q[at.q + i] ?? Number.NaN) * (k[at.k + key * kvToken + i] ?? Number.NaN);
      sum += product;
      magnitude += Math.abs(product);
    }
    scores[key] = sum * scale;
    // The sum, and the scale: itself rounded, and its product.
    const error = sumTolerance(headDim + 2, magnitude * scale);
    errors[key] = error;
    // One that is as large as the largest, as far as rounding tells, may grow it.
    if (!(sum * scale + 2 * error <= top)) rises++;
    top = Math.max(top, sum * scale);
  }
  return { scores, errors, top, rises };
}

/**
 * Float64 rows of softmax(Q·Kᵀ/√d)·V, one a (batch, query, head). A weight is off by its score's error and by its exponentials, one for
 * each time that the largest score grew; numerator and sum carry the same weights. The whole is compared
 * row by row where that is little work; else with the least and the largest value of each head: a weighted mean lies between them.
 */
export function flashReference(sizes: AttentionSizes, q: Float32Array, k: Float32Array, v: Float32Array): Reference {
  const { batch, heads, queries, keys, headDim } = sizes;
  const { kvToken } = layoutOf(sizes);
  const rows = batch * heads * queries;
  const reference: Reference = {
    rows,
    rowLength: headDim,
    row(index) {
      const scoreRow = scoreRowOf(sizes, index);
      const at = placesOf(sizes, scoreRow);
      const { scores, errors, top, rises } = scoresOfRow(sizes, q, k, scoreRow);
      const sums = new Float64Array(headDim);
      const magnitudes = new Float64Array(headDim);
      const slack = new Float64Array(headDim);
      const roundings = gamma(scores.length + rises + 2);
      let [total, totalSlack] = [0, 0];
      for (let key = 0; key < scores.length; key++) {
        const score = scores[key] ?? Number.NaN;
        const weight = Math.exp(score - top);
        const error = weight * (Math.expm1(errors[key] ?? 0) + exponentError(score - top, rises + 1) + roundings);
        total += weight;
        totalSlack += error;
        for (let i = 0; i < headDim; i++) {
          const value = v[at.v + key * kvToken + i] ?? Number.NaN;
          sums[i] = (sums[i] ?? 0) + weight * value;
          magnitudes[i] = (magnitudes[i] ?? 0) + weight * Math.abs(value);
          slack[i] = (slack[i] ?? 0) + error * Math.abs(value);
        }
      }
      const relative = totalSlack / total + QUOTIENT_ERROR + gamma(1);
      return {
        values: sums.map((sum) => sum / total),
        tolerance: slack.map(
          (error, i) => (error + (magnitudes[i] ?? 0) * relative) / total / (1 - relative) + scores.length * 2 ** -126,
        ),
      };
    },
    checkWhole(output) {
      if (![q, k, v].every((input) => input.every(Number.isFinite))) return null;
      const slack = gamma(4 * keys + 16);
      for (let row = 0; row < rows; row += queries) {
        const { batch: image, head, v: first } = placesOf(sizes, row);
        for (let i = 0; i < headDim; i++) {
          let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
          for (let key = 0; key < keys; key++) {
            const value = v[first + key * kvToken + i] ?? Number.NaN;
            least = Math.min(least, value);
            most = Math.max(most, value);
          }
          const room = slack * Math.max(Math.abs(least), Math.abs(most)) + 2 ** -126;
          for (let query = 0; query < queries; query++) {
            const outputRow = (image * queries + query) * heads + head;
            const found = output[outputRow * headDim + i] ?? Number.NaN;
            // Written so that NaN fails.
            if (!(found >= least - room && found <= most + room))
              return `row ${outputRow} of ${rows}: element ${i} is ${found}, and all values of its head lie between ${least} and ${most}`;
          }
        }
      }
      return null;
    },
  };
  return everyRow(reference, 2 * rows * keys * headDim);
}
