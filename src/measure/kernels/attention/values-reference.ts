import type { Reference } from '../kernel.ts';
import { sumTolerance } from '../rounding.ts';
import { placesOf } from './scores-reference.ts';
import { randomSigns, signedSumFits } from './signed-rows.ts';
import { type AttentionSizes, layoutOf } from './sizes.ts';

/** The row of scores that an output row [batch, query, head] is made from, and back. */
export function scoreRowOf({ heads, queries }: AttentionSizes, outputRow: number): number {
  const head = outputRow % heads;
  const query = Math.floor(outputRow / heads) % queries;
  const batch = Math.floor(outputRow / heads / queries);
  return (batch * heads + head) * queries + query;
}

/** Float64 rows of O = P·V, one a (batch, query, head). The whole is checked with random signs for the elements of a head. */
export function valuesReference(sizes: AttentionSizes, p: Float32Array, v: Float32Array): Reference {
  const { batch, heads, queries, keys, headDim } = sizes;
  const { kvToken } = layoutOf(sizes);
  const rows = batch * heads * queries;
  return {
    rows,
    rowLength: headDim,
    row(index) {
      const scoreRow = scoreRowOf(sizes, index);
      const at = placesOf(sizes, scoreRow);
      const values = new Float64Array(headDim);
      const magnitudes = new Float64Array(headDim);
      for (let key = 0; key < keys; key++) {
        const weight = p[scoreRow * keys + key] ?? Number.NaN;
        for (let i = 0; i < headDim; i++) {
          const product = weight * (v[at.v + key * kvToken + i] ?? Number.NaN);
          values[i] = (values[i] ?? 0) + product;
          magnitudes[i] = (magnitudes[i] ?? 0) + Math.abs(product);
        }
      }
      return { values, tolerance: magnitudes.map((magnitude) => sumTolerance(keys, magnitude)) };
    },
    checkWhole(output, random) {
      const signs = randomSigns(headDim, random);
      /** Of each key of a head: its value's elements with signs, and their magnitudes. */
      const signed = new Float64Array(keys);
      const magnitudes = new Float64Array(keys);
      for (let row = 0; row < rows; row++) {
        const scoreRow = row;
        const at = placesOf(sizes, scoreRow);
        if (at.query === 0)
          for (let key = 0; key < keys; key++) {
            let [sum, magnitude] = [0, 0];
            for (let i = 0; i < headDim; i++) {
              const element = v[at.v + key * kvToken + i] ?? Number.NaN;
              sum += (signs[i] ?? 0) * element;
              magnitude += Math.abs(element);
            }
            [signed[key], magnitudes[key]] = [sum, magnitude];
          }
        let [expected, magnitude, found] = [0, 0, 0];
        for (let key = 0; key < keys; key++) {
          const weight = p[scoreRow * keys + key] ?? Number.NaN;
          expected += weight * (signed[key] ?? 0);
          magnitude += Math.abs(weight) * (magnitudes[key] ?? 0);
        }
        const outputRow = (at.batch * queries + at.query) * heads + at.head;
        for (let i = 0; i < headDim; i++) found += (signs[i] ?? 0) * (output[outputRow * headDim + i] ?? Number.NaN);
        if (!signedSumFits(found, { expected, magnitude }, keys + 1))
          return `row ${outputRow} of ${rows} fails Freivalds' check: with random signs it sums to ${found}, not ${expected}`;
      }
      return null;
    },
  };
}
