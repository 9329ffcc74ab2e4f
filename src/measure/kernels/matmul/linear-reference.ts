import { activated, activatedError } from '../activations.ts';
import { everyRow } from '../every-row.ts';
import type { Problem, Reference } from '../kernel.ts';
import { sizeOf } from '../problem.ts';
import { UNIT_ROUNDOFF } from '../rounding.ts';
import { matmulSizes } from './family.ts';
import { matmulReference } from './reference.ts';
import { turned } from './transposed.ts';

export interface LinearOperands {
  readonly x: Float32Array;
  readonly weight: Float32Array;
  readonly scale: Float32Array;
  readonly shift: Float32Array;
}

/** Float64 rows of activate(X·W · scale + shift). */
export function linearReference(problem: Problem, { x, weight, scale, shift }: LinearOperands): Reference {
  const sizes = matmulSizes(problem);
  const code = sizeOf(problem, 'activation');
  const product = matmulReference(sizes, x, sizeOf(problem, 'transposed') === 1 ? turned(sizes, weight) : weight);
  const reference: Reference = {
    rows: product.rows,
    rowLength: product.rowLength,
    row: (index) => {
      const { values, tolerance } = product.row(index);
      for (const [column, sum] of values.entries()) {
        const factor = scale[column] ?? Number.NaN;
        const before = sum * factor + (shift[column] ?? Number.NaN);
        // Of the sum, and of the multiply-add that scales and shifts it, fused or not.
        const error =
          (tolerance[column] ?? 0) * Math.abs(factor) + 2 * UNIT_ROUNDOFF * (Math.abs(sum * factor) + Math.abs(before));
        values[column] = activated(code, before);
        tolerance[column] = activatedError(code, before, error);
      }
      return { values, tolerance };
    },
  };
  return everyRow(reference, sizes.m * sizes.n * sizes.k);
}
