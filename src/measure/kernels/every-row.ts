import type { Reference } from './kernel.ts';
import { rowText, worstOfRow } from './mismatch.ts';

/** Multiply-adds that a reference may spend on a check of every row: a Stop must not wait for it. */
const AFFORDABLE = 2 ** 21;

/** The reference with a check of the whole by comparing every row, where all rows together take few enough multiply-adds. */
export function everyRow(reference: Reference, multiplyAdds: number): Reference {
  if (multiplyAdds > AFFORDABLE) return reference;
  const { rows, rowLength } = reference;
  return {
    ...reference,
    checkWhole: (output) => {
      for (let row = 0; row < rows; row++) {
        const found = output.subarray(row * rowLength, (row + 1) * rowLength);
        const worst = worstOfRow(reference.row(row), found);
        if (worst.ratio > 1) return rowText(reference, row, found, worst);
      }
      return null;
    },
  };
}
