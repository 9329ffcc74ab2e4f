import type { Reference } from '../kernel.ts';
import { gamma } from '../rounding.ts';
import { exponentError, QUOTIENT_ERROR } from './exponent.ts';

/** Smallest normal f32: smaller probabilities may be flushed to nought. */
const SMALLEST_NORMAL = 2 ** -126;
/** Levels in which the sums of a shared row become one. */
const LEVELS = 2;

interface SoftmaxRows {
  readonly rows: number;
  readonly columns: number;
  /** Invocations that take the scores of a row in turn. */
  readonly sharers: number;
}

/** How often the largest score so far grows for an invocation, at most: that often its sum is scaled. */
function mostRises(row: Float32Array, sharers: number): number {
  let most = 0;
  for (let lane = 0; lane < Math.min(sharers, row.length); lane++) {
    let [top, rises] = [Number.NEGATIVE_INFINITY, 0];
    for (let key = lane; key < row.length; key += sharers) {
      const score = row[key] ?? Number.NaN;
      if (score > top) [top, rises] = [score, rises + 1];
    }
    most = Math.max(most, rises);
  }
  return most;
}

/** Float64 softmax of each of `rows` rows of `columns` scores. The whole is checked by its sums: each row's is 1. */
export function softmaxReference({ rows, columns, sharers }: SoftmaxRows, s: Float32Array): Reference {
  const rowAt = (index: number) => s.subarray(index * columns, (index + 1) * columns);
  return {
    rows,
    rowLength: columns,
    row(index) {
      const scores = rowAt(index);
      const factors = mostRises(scores, sharers) + LEVELS;
      const top = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
      const weights = Float64Array.from(scores, (score) => Math.exp(score - top));
      const sum = weights.reduce((total, weight) => total + weight, 0);
      let sumError = 0;
      for (const [key, weight] of weights.entries())
        sumError += (weight / sum) * exponentError((scores[key] ?? 0) - top, factors);
      const relative = sumError + gamma(columns + sharers) + QUOTIENT_ERROR;
      const values = weights.map((weight) => weight / sum);
      return {
        values,
        tolerance: values.map(
          (value, key) => value * (exponentError((scores[key] ?? 0) - top, 1) + 1.01 * relative) + SMALLEST_NORMAL,
        ),
      };
    },
    checkWhole(output) {
      for (let index = 0; index < rows; index++) {
        // A row with NaN or an infinity has no sum.
        if (!rowAt(index).every(Number.isFinite)) continue;
        let sum = 0;
        for (const probability of output.subarray(index * columns, (index + 1) * columns)) sum += probability;
        // Exponentials of the numerators and of the sum; those far below the largest hardly count.
        const tolerance =
          2 * exponentError(-20, mostRises(rowAt(index), sharers) + LEVELS) +
          2 * gamma(columns + sharers) +
          2 * QUOTIENT_ERROR;
        if (!(Math.abs(sum - 1) <= tolerance))
          return `the probabilities of row ${index} of ${rows} sum to ${sum}, not 1`;
      }
      return null;
    },
  };
}
