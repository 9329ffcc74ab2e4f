import { EPSILON } from '#model/workload/op-function.ts';
import { gamma, sumTolerance } from '../rounding.ts';
import { type RowTruth, rowRoundings } from './rows.ts';

/** WGSL grants inverseSqrt 2 ulp (section 15.7.4.1), the sum under it one rounding; each as much as two to nearest. */
const INVERSE_ROUNDINGS = 6;

/** How far 1 / √(square + ε) may be off where the square, never below 0, is off by `error`. */
export function inverseError(square: number, error: number): number {
  const low = 1 / Math.sqrt(Math.max(EPSILON, square + EPSILON - error));
  return low - 1 / Math.sqrt(square + EPSILON) + gamma(INVERSE_ROUNDINGS) * low;
}

/** Scale and shift of a column of a row. */
export type Affine = (row: number, column: number) => number;

/** A row that is normalised, in float64, and what f32 may make of it in the order of normalise-rows.wgsl. */
export function normalised(
  x: Float32Array,
  [scale, shift]: readonly [Float32Array, Float32Array],
  { row, columns, rms, affine }: { row: number; columns: number; rms: boolean; affine: Affine },
): RowTruth {
  const at = (column: number) => x[row * columns + column] ?? Number.NaN;
  const pivot = rms ? 0 : at(0);
  let [sum, magnitude, squares] = [0, 0, 0];
  for (let column = 0; column < columns; column++) {
    const difference = at(column) - pivot;
    sum += difference;
    magnitude += Math.abs(difference);
    squares += difference * difference;
  }
  const roundings = rowRoundings(columns);
  const mean = rms ? 0 : sum / columns;
  // Beside those of its sum: the differences' own rounding.
  const meanError = rms ? 0 : sumTolerance(roundings + 2, magnitude / columns);
  const variance = squares / columns - mean * mean;
  const varianceError =
    sumTolerance(roundings + 6, squares / columns) +
    (2 * Math.abs(mean) + meanError) * meanError +
    gamma(4) * mean * mean;
  const inverse = 1 / Math.sqrt(variance + EPSILON);
  const inverseOff = inverseError(variance, varianceError);
  const values = new Float64Array(columns);
  const tolerance = new Float64Array(columns);
  for (let column = 0; column < columns; column++) {
    const index = affine(row, column);
    const factor = scale[index] ?? Number.NaN;
    const added = rms ? 0 : (shift[index] ?? Number.NaN);
    const difference = at(column) - pivot;
    const centered = difference - mean;
    const centeredError = meanError + gamma(4) * (Math.abs(difference) + Math.abs(mean));
    const value = centered * inverse * factor + added;
    values[column] = value;
    tolerance[column] =
      Math.abs(factor) * ((inverse + inverseOff) * centeredError + Math.abs(centered) * inverseOff) +
      sumTolerance(6, Math.abs(centered * inverse * factor) + Math.abs(added));
  }
  return { values, tolerance };
}
