import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/random.ts';
import { kernelById } from '../catalogue.ts';
import type { Problem } from '../kernel.ts';
import { broadcastProblem, denseStrides, viewProblem } from './problems.ts';

const product = (extents: readonly number[]) => extents.reduce((all, extent) => all * extent, 1);
const counted = (length: number) => Float32Array.from({ length }, (_, i) => i + 1);

function outputOf(id: string, problem: Problem | null, ...inputs: readonly Float32Array[]): number[] {
  const kernel = kernelById(id);
  if (!kernel || problem === null) throw new Error(`no ${id} of this problem`);
  expect(kernel.bindings.filter(({ access }) => access === 'read').map(({ elements }) => elements(problem))).toEqual(
    inputs.map(({ length }) => length),
  );
  const reference = kernel.reference(problem, inputs);
  return Array.from({ length: reference.rows }, (_, row) => [...reference.row(row).values]).flat();
}

/** Digits of a flat index, the last axis fastest. */
const digitsOf = (extents: readonly number[], index: number) =>
  extents.map((extent, axis) => Math.floor(index / product(extents.slice(axis + 1))) % extent);

describe('problems of broadcasts', () => {
  it("are NumPy's rule, whatever the axes", () => {
    const random = seededRandom(5);
    const under = (limit: number) => Math.floor(random.next() * limit);
    for (let trial = 0; trial < 200; trial++) {
      const output = Array.from({ length: 1 + under(4) }, () => 1 + under(4));
      const operand = () => output.map((extent) => (under(2) === 0 ? 1 : extent)).slice(under(output.length));
      const [a, b] = [operand(), operand()];
      const shape = output.map((_, axis) => {
        const of = (shape: readonly number[]) => shape[axis - (output.length - shape.length)] ?? 1;
        return Math.max(of(a), of(b));
      });
      const at = (of: readonly number[], digits: readonly number[]) =>
        of.reduce((address, extent, axis) => {
          const digit = digits[axis + shape.length - of.length] ?? 0;
          return address * extent + (extent === 1 ? 0 : digit);
        }, 0);
      const wanted = Array.from({ length: product(shape) }, (_, index) => {
        const digits = digitsOf(shape, index);
        return (at(a, digits) + 1) * (at(b, digits) + 1);
      });
      const found = outputOf(
        'elementwise/multiply',
        broadcastProblem(shape, a, b, 0),
        counted(product(a)),
        counted(product(b)),
      );
      expect(found, JSON.stringify({ shape, a, b })).toEqual(wanted);
    }
  });
  it('join axes that no operand tells apart: a sum of two tensors has one', () => {
    expect(broadcastProblem([8, 64, 56, 56], [8, 64, 56, 56], [8, 64, 56, 56], 1)).toMatchObject({
      n3: 8 * 64 * 56 * 56,
      n2: 1,
      a3: 1,
      b3: 1,
      activation: 1,
    });
    expect(broadcastProblem([8, 64, 56, 56], [8, 64, 56, 56], [64, 1, 1], 0)).toMatchObject({
      n1: 8,
      n2: 64,
      n3: 3136,
    });
  });
  it('are none where five axes are left', () => {
    expect(broadcastProblem([2, 3, 4, 5, 6], [2, 1, 4, 1, 6], [1, 3, 1, 5, 1], 0)).toBeNull();
  });
});

describe('problems of views', () => {
  it('transpose and slice, whatever the axes', () => {
    const random = seededRandom(6);
    const under = (limit: number) => Math.floor(random.next() * limit);
    for (let trial = 0; trial < 200; trial++) {
      const input = Array.from({ length: 1 + under(5) }, () => 1 + under(4));
      const order = input.map((_, axis) => axis).toSorted(() => random.next() - 0.5);
      const axis = under(input.length);
      const start = under(input[axis] ?? 1);
      const length = 1 + under((input[axis] ?? 1) - start);
      const extents = order.map((from) => (from === axis ? length : (input[from] ?? 1)));
      const strides = denseStrides(input);
      const problem = viewProblem(
        extents,
        order.map((from) => strides[from] ?? 0),
        start * (strides[axis] ?? 0),
        product(input),
      );
      const wanted = Array.from({ length: product(extents) }, (_, index) => {
        const digits = digitsOf(extents, index);
        const at = input.map((_, from) => (digits[order.indexOf(from)] ?? 0) + (from === axis ? start : 0));
        return at.reduce((address, digit, of) => address + digit * (strides[of] ?? 0), 1);
      });
      expect(outputOf('elementwise/copy', problem, counted(product(input))), JSON.stringify({ input, order })).toEqual(
        wanted,
      );
    }
  });
  it('are none where six axes are left', () => {
    expect(viewProblem([2, 2, 2, 2, 2, 2], [1, 2, 4, 8, 16, 32], 0, 64)).toBeNull();
  });
});
