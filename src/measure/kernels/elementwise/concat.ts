import source from '#shaders/elementwise/concat.wgsl?raw';
import type { Problem } from '../kernel.ts';
import { flatKernel, type Operand } from './flat.ts';
import { extent, sizesOf } from './sizes.ts';

const KEYS = ['outer', 'firstOuter', 'firstInner', 'secondOuter', 'secondInner'] as const;

const parts = (problem: Problem) => {
  const [outer = 1, firstOuter = 1, firstInner = 1, secondOuter = 1, secondInner = 1] = sizesOf(problem, KEYS);
  return { outer, firstOuter, firstInner, secondOuter, secondInner, inner: firstInner + secondInner };
};

/** Of rows of `inner` columns those [from, to), from an operand of `rows` rows that repeat. */
function operand(
  name: string,
  [outer, inner]: readonly [number, number],
  rows: number,
  from: number,
  to: number,
): Operand {
  const width = to - from;
  const repeats = outer / rows;
  const ranges = [[0, repeats] as const, [0, rows] as const, [from, to] as const];
  return {
    name,
    elements: rows * width,
    axes: [repeats, rows, inner],
    taps: [{ start: -from, strides: [0, width, 1], ranges }],
  };
}

export const concat = flatKernel({
  id: 'elementwise/concat',
  title: 'Concatenate',
  teaches:
    'Two tensors side by side in a third: every byte is read and written once more only to lie where the next layer looks for it.',
  source,
  sizes: [
    extent('outer', 'Rows of the output', 1024),
    extent('firstOuter', 'Rows of a', 1024),
    extent('firstInner', 'Columns of a', 256),
    extent('secondOuter', 'Rows of b', 1024),
    extent('secondInner', 'Columns of b', 256),
  ],
  misfit: (problem) => {
    const { outer, firstOuter, secondOuter } = parts(problem);
    const odd = [
      ['a', firstOuter],
      ['b', secondOuter],
    ].find(([, rows]) => outer % Number(rows) !== 0);
    return odd ? `Rows of ${odd[0]} must divide the ${outer} rows of the output, and ${odd[1]} does not.` : null;
  },
  reads: [{ name: 'a' }, { name: 'b' }],
  layout: (problem) => {
    const { outer, firstOuter, firstInner, secondOuter, inner } = parts(problem);
    return {
      axes: [outer, inner],
      reads: [
        operand('a', [outer, inner], firstOuter, 0, firstInner),
        operand('b', [outer, inner], secondOuter, firstInner, inner),
      ],
      flop: 0,
    };
  },
  constants: (problem) => {
    const { firstOuter, firstInner, secondOuter, secondInner } = parts(problem);
    return {
      FIRST_OUTER: firstOuter,
      FIRST_INNER: firstInner,
      SECOND_OUTER: secondOuter,
      SECOND_INNER: secondInner,
    };
  },
  point: (problem, [a, b]) => {
    const { firstOuter, firstInner, secondOuter, secondInner, inner } = parts(problem);
    return (index) => {
      const row = Math.floor(index / inner);
      const column = index % inner;
      const value =
        column < firstInner
          ? a?.[(row % firstOuter) * firstInner + column]
          : b?.[(row % secondOuter) * secondInner + column - firstInner];
      return { value: value ?? Number.NaN, tolerance: 0 };
    };
  },
});
