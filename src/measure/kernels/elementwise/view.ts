/** Steps of a dense tensor, row-major: the last axis lies together. */
export const denseStrides = (extents: readonly number[]): number[] =>
  extents.map((_, axis) => extents.slice(axis + 1).reduce((product, extent) => product * extent, 1));

export const product = (extents: readonly number[]): number => extents.reduce((all, extent) => all * extent, 1);

/** Elements from the first to the last that a strided view reaches. */
export const spanOf = (extents: readonly number[], strides: readonly number[]): number =>
  extents.reduce((span, extent, axis) => span + (extent - 1) * (strides[axis] ?? 0), 1);

/** Distinct elements of a view: each once, however often it is repeated. Where axes overlap, at most so many. */
export const distinctOf = (extents: readonly number[], strides: readonly number[]): number =>
  Math.min(spanOf(extents, strides), product(extents.filter((_, axis) => strides[axis] !== 0)));

/** Element of a view that belongs to a flat index of its dense copy. */
export function addressOf(extents: readonly number[], strides: readonly number[], index: number): number {
  let [rest, address] = [index, 0];
  for (let axis = extents.length - 1; axis >= 0; axis--) {
    const extent = extents[axis] ?? 1;
    address += (rest % extent) * (strides[axis] ?? 0);
    rest = Math.floor(rest / extent);
  }
  return address;
}
