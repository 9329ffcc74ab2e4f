import { everyRow } from '../every-row.ts';
import type { Reference } from '../kernel.ts';
import { errorRatio, valueText } from '../mismatch.ts';
import { type Arithmetic, SINGLE } from './arithmetic.ts';
import type { MatmulSizes } from './cost.ts';
import { freivalds, type WildLines, wildLines } from './freivalds.ts';

/** The outputs that NaN and infinities among the operands reach. */
function* wildOutputs({ m, n }: MatmulSizes, wild: WildLines): Generator<readonly [row: number, column: number]> {
  for (const row of wild.rows) for (let column = 0; column < n; column++) yield [row, column];
  for (const column of wild.columns) for (let row = 0; row < m; row++) if (!wild.rows.has(row)) yield [row, column];
}

/**
 * Float64 rows of A·B; `a` and `b` may be longer than their matrices. The tolerance holds for any order of the sum. NaN and
 * infinities in A and B go through it as IEEE 754 has them.
 */
export function matmulReference(
  sizes: MatmulSizes,
  a: Float32Array,
  b: Float32Array,
  arithmetic: Arithmetic = SINGLE,
): Reference {
  const { m, n, k } = sizes;
  const row: Reference['row'] = (index) => {
    const values = new Float64Array(n);
    const magnitudes = new Float64Array(n);
    for (let i = 0; i < k; i++) {
      const left = a[index * k + i] ?? Number.NaN;
      for (let j = 0; j < n; j++) {
        const product = left * (b[i * n + j] ?? Number.NaN);
        values[j] = (values[j] ?? 0) + product;
        magnitudes[j] = (magnitudes[j] ?? 0) + Math.abs(product);
      }
    }
    return { values, tolerance: magnitudes.map((magnitude) => arithmetic.output(k, magnitude)), magnitudes };
  };
  /** One by one, since a sum over several of them says nothing. */
  const wrongWild = (wild: WildLines, output: Float32Array): string | null => {
    for (const [index, column] of wildOutputs(sizes, wild)) {
      let [value, magnitude] = [0, 0];
      for (let i = 0; i < k; i++) {
        const product = (a[index * k + i] ?? Number.NaN) * (b[i * n + column] ?? Number.NaN);
        value += product;
        magnitude += Math.abs(product);
      }
      const found = output[index * n + column] ?? Number.NaN;
      if (errorRatio(found, value, arithmetic.output(k, magnitude)) > 1)
        return `row ${index} of ${m}, column ${column}: ${valueText(found)} where the reference is ${valueText(value)}`;
    }
    return null;
  };
  const reference: Reference = { rows: m, rowLength: n, row, ...(arithmetic.range && { range: arithmetic.range }) };
  const checked: Reference = {
    ...reference,
    checkWhole: (output, random) => {
      const wild = wildLines(sizes, a, b);
      return freivalds({ sizes, a, b, arithmetic, wild }, output, random) ?? wrongWild(wild, output);
    },
  };
  return arithmetic.coarse ? everyRow(checked, m * n * k) : checked;
}
