import source from '#shaders/elementwise/broadcast.wgsl?raw';
import { activated, activatedError } from '../activations.ts';
import type { Kernel, Problem } from '../kernel.ts';
import { sizeOf } from '../problem.ts';
import { sumTolerance } from '../rounding.ts';
import { type FlatVariant, flatKernel } from './flat.ts';
import { activationFlop, activationSize, extent, offset, sizesOf } from './sizes.ts';
import { addressOf, distinctOf, product, spanOf } from './view.ts';

const N = ['n0', 'n1', 'n2', 'n3'] as const;
const A = ['a0', 'a1', 'a2', 'a3'] as const;
const B = ['b0', 'b1', 'b2', 'b3'] as const;

const views = (problem: Problem) => ({
  axes: sizesOf(problem, N),
  a: sizesOf(problem, A),
  b: sizesOf(problem, B),
});

function binary(
  variant: Pick<Kernel, 'id' | 'title' | 'teaches'> & {
    readonly multiply: 0 | 1;
    readonly of: (left: number, right: number) => { readonly value: number; readonly magnitude: number };
  },
): FlatVariant {
  const { multiply, of, ...description } = variant;
  return {
    ...description,
    source,
    activated: true,
    // A residual sum of a small image by default.
    sizes: [
      ...N.map((key, axis) => extent(key, `Extent of axis ${axis}`, axis === 3 ? 2 ** 20 : 1, 2 ** 29)),
      ...A.map((key, axis) => offset(key, `Step of a along axis ${axis}`, axis === 3 ? 1 : 0)),
      ...B.map((key, axis) => offset(key, `Step of b along axis ${axis}`, axis === 3 ? 1 : 0)),
      activationSize(0),
    ],
    reads: [{ name: 'a' }, { name: 'b' }],
    layout: (problem) => {
      const { axes, a, b } = views(problem);
      const operand = (name: string, strides: readonly number[]) => ({
        name,
        elements: spanOf(axes, strides),
        taps: [{ start: 0, strides }],
        distinct: distinctOf(axes, strides),
      });
      return {
        axes,
        reads: [operand('a', a), operand('b', b)],
        flop: product(axes) * (1 + activationFlop(sizeOf(problem, 'activation'))),
      };
    },
    constants: (problem) => {
      const { axes, a, b } = views(problem);
      const named = (letter: string, values: readonly number[]) =>
        values.map((value, axis) => [`${letter}${axis}`, value] as const);
      // The outermost extent follows from the length of y.
      return {
        ...Object.fromEntries([...named('N', axes).slice(1), ...named('A', a), ...named('B', b)]),
        MULTIPLY: multiply,
        ACTIVATION: sizeOf(problem, 'activation'),
      };
    },
    point: (problem, [left, right]) => {
      const { axes, a, b } = views(problem);
      const code = sizeOf(problem, 'activation');
      return (index) => {
        const { value, magnitude } = of(
          left?.[addressOf(axes, a, index)] ?? Number.NaN,
          right?.[addressOf(axes, b, index)] ?? Number.NaN,
        );
        // One rounding, as much as two to nearest.
        return { value: activated(code, value), tolerance: activatedError(code, value, sumTolerance(1, magnitude)) };
      };
    },
  };
}

export const add = flatKernel(
  binary({
    id: 'elementwise/add',
    title: 'Add',
    teaches:
      'A residual sum: 12 B an element for one addition, and what is broadcast costs a load that the cache answers, not one of memory.',
    multiply: 0,
    of: (left, right) => ({ value: left + right, magnitude: Math.abs(left) + Math.abs(right) }),
  }),
);

export const multiply = flatKernel(
  binary({
    id: 'elementwise/multiply',
    title: 'Multiply',
    teaches: 'A gate on what it gates: two streams in and one out, which is bound by memory like every map.',
    multiply: 1,
    of: (left, right) => ({ value: left * right, magnitude: Math.abs(left * right) }),
  }),
);
