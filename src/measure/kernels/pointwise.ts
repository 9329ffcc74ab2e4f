import type { Reference } from './kernel.ts';
import { errorRatio, valueText } from './mismatch.ts';

/** What one output element must be, and by how much it may be off. */
export interface Point {
  readonly value: number;
  readonly tolerance: number;
}

/**
 * Truth of an output whose elements are each known by themselves at little cost: every one is checked. `name` says what
 * an element is, in the words of the kernel: `chain 2 of invocation 7`.
 */
export function pointwise(
  length: number,
  rowLength: number,
  at: (index: number) => Point,
  name: (index: number) => string = (index) => `element ${index}`,
): Reference {
  return {
    rows: Math.ceil(length / rowLength),
    rowLength,
    row: (index) => {
      const start = index * rowLength;
      const points = Array.from({ length: Math.min(rowLength, length - start) }, (_, i) => at(start + i));
      return {
        values: Float64Array.from(points, ({ value }) => value),
        tolerance: Float64Array.from(points, ({ tolerance }) => tolerance),
      };
    },
    checkWhole: (output) => {
      for (let index = 0; index < length; index++) {
        const { value, tolerance } = at(index);
        const found = output[index] ?? Number.NaN;
        if (errorRatio(found, value, tolerance) > 1)
          return `${name(index)} is ${valueText(found)}, not ${valueText(value)}`;
      }
      return null;
    },
  };
}
