import { describe, expect, it } from 'vitest';
import { type WeightForm as StoredForm, weightBytes } from '#model/analysis/weight-bytes.ts';
import { entriesBefore, patternOf } from './csr-pattern.ts';
import type { WeightForm } from './forms.ts';
import { BYTE_WEIGHTS, NIBBLE_WEIGHTS } from './quantised-forms.ts';
import { TWO_OF_FOUR } from './two-of-four.ts';

const ROWS = 96;
/** Bytes of a kernel's buffers. */
const bytesOf = ({ buffers }: WeightForm, columns: number, group: number) =>
  buffers.reduce((sum, { wordsOfRow }) => sum + 4 * ROWS * wordsOfRow({ rows: ROWS, columns, group }), 0);

describe('what the kernels store', () => {
  it('is what the model says that the form takes', () => {
    const quantised = (bits: 4 | 8, group: number): StoredForm => ({
      form: 'quantised',
      bits,
      group,
      scaleBits: 16,
      zeroBits: 0,
    });
    for (const columns of [256, 1024, 4096])
      for (const group of [32, 64, 128]) {
        const shape = { rows: ROWS, columns, density: 1 };
        expect(weightBytes(quantised(8, group), shape).total).toBe(bytesOf(BYTE_WEIGHTS, columns, group));
        expect(weightBytes(quantised(4, group), shape).total).toBe(bytesOf(NIBBLE_WEIGHTS, columns, group));
        expect(weightBytes({ form: '2:4', bits: 32 }, shape).total).toBe(bytesOf(TWO_OF_FOUR, columns, 0));
      }
  });

  it('is so for compressed rows too', () => {
    const columns = 1024;
    for (const sparsity of [50, 90]) {
      const entries = entriesBefore(patternOf({ rows: ROWS, columns, sparsity }), ROWS);
      const ours = weightBytes(
        { form: 'csr', bits: 32, indexBits: 32 },
        { rows: ROWS, columns, density: entries / (ROWS * columns) },
      );
      // Values, their columns, and where rows begin and end: a word each.
      expect(ours.total).toBe(4 * (2 * entries + ROWS + 1));
    }
  });
});
