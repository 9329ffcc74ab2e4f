import type { Reference } from '../kernel.ts';
import { sumTolerance } from '../rounding.ts';
import type { MatmulSizes } from './cost.ts';
import { freivalds } from './freivalds.ts';

/** Float64 rows of A·B; `a` and `b` may be longer than their matrices. The tolerance holds for any order of the sum. */
export function matmulReference({ m, n, k }: MatmulSizes, a: Float32Array, b: Float32Array): Reference {
  return {
    rows: m,
    rowLength: n,
    row(index) {
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
      return { values, tolerance: magnitudes.map((magnitude) => sumTolerance(k, magnitude)) };
    },
    checkWhole: (output, random) => freivalds({ m, n, k }, a, b, output, random),
  };
}
