import { err, ok, type Result } from '#core/result.ts';
import type { Verification } from '../record/record.ts';
import type { Sliced } from './kernel.ts';

/**
 * Checks every row of an output. `ratioOf` gives the largest error of a row over its tolerance: 0 where it is exact, NaN where
 * nothing was written.
 */
export function* checkRows(rows: number, ratioOf: (row: number) => number): Sliced<Result<Verification, string>> {
  let worst = 0;
  for (let row = 0; row < rows; row++) {
    const ratio = ratioOf(row);
    // Written so that NaN fails.
    if (!(ratio <= 1))
      return err(
        Number.isNaN(ratio)
          ? `wrote nothing to row ${row} of ${rows}`
          : `row ${row} of ${rows} is off by ${ratio.toPrecision(3)} times the rounding that is allowed`,
      );
    worst = Math.max(worst, ratio);
    yield;
  }
  return ok({ rowsChecked: rows, rows, worst, whole: true });
}

/** Error over tolerance; 0 where both are nought. */
export const ratioOf = (found: number, expected: number, tolerance: number): number => {
  const error = Math.abs(found - expected);
  return error === 0 ? 0 : error / tolerance;
};
