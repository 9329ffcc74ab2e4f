import type { FieldValues, Shape } from '#model/workload/layer.ts';
import { elementsOf } from '#model/workload/shape.ts';

export interface Value {
  readonly shape: Shape;
  readonly data: Float64Array;
}

/** What a layer's function sees: complete fields, inputs, and weights by name. */
export interface Call {
  readonly fields: FieldValues;
  readonly inputs: readonly Value[];
  weight(name: string): Float64Array | null;
  /** What a cache holds, which is the program's own. */
  cached(name: string, elements: number): Float64Array;
}

export const list = (fields: FieldValues, key: string): readonly number[] => (fields[key] ?? [1]) as readonly number[];
export const number = (fields: FieldValues, key: string): number => fields[key] as number;
export const first = ({ inputs }: Call): Value => inputs[0] as Value;
export const axisOf = (shape: Shape, axis: number): number => (axis < 0 ? shape.length + axis : axis);

/** A value whose elements are functions of their index. */
export function made(shape: Shape, at: (index: number) => number): Value {
  const data = new Float64Array(elementsOf(shape));
  for (let index = 0; index < data.length; index++) data[index] = at(index);
  return { shape, data };
}

/** Index of an element of `shape`, which is broadcast to `output`, aligned at the last axis. */
export function broadcastIndex(index: number, output: Shape, shape: Shape): number {
  let left = index;
  let found = 0;
  let stride = 1;
  for (let back = 1; back <= output.length; back++) {
    const extent = output.at(-back) ?? 1;
    const own = shape.at(-back) ?? 1;
    found += own === 1 ? 0 : (left % extent) * stride;
    left = Math.floor(left / extent);
    stride *= own;
  }
  return found;
}
