import type { Reference } from '../kernel.ts';
import type { Batch } from './batched.ts';
import { matmulReference } from './reference.ts';
import { turned } from './transposed.ts';

/** The references of all products, one below the other. */
export function batchedReference(
  { sizes, count, transposed, strides }: Batch,
  a: Float32Array,
  b: Float32Array,
): Reference {
  const { m, n, k } = sizes;
  const made = new Map<number, Reference>();
  const productOf = (index: number): Reference => {
    const known = made.get(index);
    if (known) return known;
    const right = b.subarray(index * strides.b, index * strides.b + k * n);
    const left = a.subarray(index * strides.a, index * strides.a + m * k);
    const reference = matmulReference(sizes, left, transposed ? turned(sizes, right) : right);
    made.set(index, reference);
    return reference;
  };
  return {
    rows: count * m,
    rowLength: n,
    row: (index) => productOf(Math.floor(index / m)).row(index % m),
    checkWhole: (output, random, dispatches) => {
      for (let index = 0; index < count; index++) {
        const part = output.subarray(index * m * n, (index + 1) * m * n);
        const fault = productOf(index).checkWhole?.(part, random, dispatches) ?? null;
        if (fault !== null) return `product ${index} of ${count}: ${fault}`;
      }
      return null;
    },
  };
}
