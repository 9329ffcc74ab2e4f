import { elementsOf } from '#model/workload/shape.ts';
import { made, type Value } from './value.fixture.ts';
/** Part of an axis. */
export function sliced({ shape, data }: Value, axis: number, start: number, length: number): Value {
  const inner = elementsOf(shape.slice(axis + 1));
  const extent = shape[axis] ?? 1;
  return made(shape.with(axis, length), (index) => {
    const outer = Math.floor(index / (length * inner));
    return data[outer * extent * inner + start * inner + (index % (length * inner))] ?? 0;
  });
}

export function concatenated(values: readonly Value[], axis: number): Value {
  const batch = Math.max(...values.map(({ shape }) => shape[0] ?? 1));
  const [one] = values as [Value];
  const extent = values.reduce((sum, { shape }) => sum + (shape[axis] ?? 1), 0);
  const shape = one.shape.with(axis, extent).with(0, batch);
  const inner = elementsOf(shape.slice(axis + 1));
  const outerOfBatch = elementsOf(shape.slice(1, axis));
  return made(shape, (index) => {
    let at = Math.floor(index / inner) % extent;
    const outer = Math.floor(index / (inner * extent));
    for (const value of values) {
      const own = value.shape[axis] ?? 1;
      if (at < own) {
        const from = value.shape[0] === 1 ? outer % outerOfBatch : outer;
        return value.data[(from * own + at) * inner + (index % inner)] ?? 0;
      }
      at -= own;
    }
    return Number.NaN;
  });
}
