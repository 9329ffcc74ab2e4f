import { formatNumber, formatShape } from '#core/format.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { Shape, ShapeFault } from './layer.ts';

/** Elements of a tensor; 1 for a shape without extents. */
export function elementsOf(shape: Shape): number {
  let elements = 1;
  for (const extent of shape) elements *= extent;
  return elements;
}

export const sameShape = (left: Shape, right: Shape): boolean =>
  left.length === right.length && left.every((extent, axis) => extent === right[axis]);

export const shapeFault = (message: string): { readonly ok: false; readonly error: ShapeFault } => err({ message });

/** One output. */
export const shaped = (...extents: readonly number[]): Result<readonly Shape[], ShapeFault> => ok([extents]);

/** Last extent: features of a token or of a vector. */
export const lastOf = (shape: Shape): number => shape.at(-1) ?? 1;
export const withLast = (shape: Shape, extent: number): Shape => [...shape.slice(0, -1), extent];

/**
 * Position of an axis given as PyTorch gives it: 0 is the batch, −1 the last. `null` where the shape has no such axis
 * or where it is the batch, which no layer may cut or join.
 */
export function axisIn(shape: Shape, axis: number): number | null {
  const position = axis < 0 ? shape.length + axis : axis;
  return position >= 1 && position < shape.length ? position : null;
}
export const axisFault = (shape: Shape, axis: number) =>
  shapeFault(
    `axis ${formatNumber(axis)} is not in ${formatShape(shape)} or is its batch; choose 1 to ${shape.length - 1}, or −1 for the last`,
  );

/** Shape of an elementwise operation on two tensors, aligned at the last axis; `null` where they do not fit (NumPy's rule). */
export function broadcast(left: Shape, right: Shape): Shape | null {
  const rank = Math.max(left.length, right.length);
  const extents: number[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const a = left[left.length - rank + axis] ?? 1;
    const b = right[right.length - rank + axis] ?? 1;
    if (a !== b && a !== 1 && b !== 1) return null;
    extents.push(a === 1 ? b : a);
  }
  return extents;
}

/** Height and width of a field that takes one number for both or two. */
export function pairOf(values: readonly number[]): readonly [height: number, width: number] {
  const [height = 0, width = height] = values;
  return [height, width];
}
