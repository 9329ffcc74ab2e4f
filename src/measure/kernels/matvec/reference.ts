import { everyRow } from '../every-row.ts';
import type { Reference } from '../kernel.ts';
import { sumTolerance } from '../rounding.ts';

/** What a row of W adds to its sum, and how many products that is. */
interface RowSum {
  readonly value: number;
  readonly magnitude: number;
  readonly terms: number;
}

/** Roundings besides those of the sum: the factor of a group's scale. */
const SCALING = 1;

/** Float64 y = W·x, an output a row. `products`: of all rows together, for the check of the whole. */
export const rowSums = (rows: number, products: number, sumOf: (row: number) => RowSum): Reference =>
  everyRow(
    {
      rows,
      rowLength: 1,
      row: (index) => {
        const { value, magnitude, terms } = sumOf(index);
        return { values: Float64Array.of(value), tolerance: Float64Array.of(sumTolerance(terms + SCALING, magnitude)) };
      },
    },
    products,
  );
