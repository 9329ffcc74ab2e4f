import source from '#shaders/elementwise/copy.wgsl?raw';
import type { Problem } from '../kernel.ts';
import { sizeOf } from '../problem.ts';
import { flatKernel } from './flat.ts';
import { extent, offset, sizesOf } from './sizes.ts';
import { addressOf, distinctOf, spanOf } from './view.ts';

const N = ['n0', 'n1', 'n2', 'n3', 'n4'] as const;
const S = ['s0', 's1', 's2', 's3', 's4'] as const;
/** A transpose of 1024 × 1024 by default. */
const DEFAULT_EXTENTS = [1, 1, 1, 1024, 1024];
const DEFAULT_STEPS = [0, 0, 0, 1, 1024];

const view = (problem: Problem) => ({ axes: sizesOf(problem, N), strides: sizesOf(problem, S) });

export const stridedCopy = flatKernel({
  id: 'elementwise/copy',
  title: 'Copy of a view',
  teaches:
    'A transpose, a slice or a section: no arithmetic at all, and where neighbours in the output are none in the input, whole sectors move for one element each.',
  source,
  sizes: [
    ...N.map((key, axis) => extent(key, `Extent of axis ${axis}`, DEFAULT_EXTENTS[axis] ?? 1, 2 ** 29)),
    ...S.map((key, axis) => offset(key, `Step of x along axis ${axis}`, DEFAULT_STEPS[axis] ?? 0)),
    offset('offset', 'Elements of x before the first', 0),
    offset('trailing', 'Elements of x after the last', 0),
  ],
  reads: [{ name: 'x' }],
  layout: (problem) => {
    const { axes, strides } = view(problem);
    const start = sizeOf(problem, 'offset');
    return {
      axes,
      reads: [
        {
          name: 'x',
          elements: start + spanOf(axes, strides) + sizeOf(problem, 'trailing'),
          taps: [{ start, strides }],
          distinct: distinctOf(axes, strides),
        },
      ],
      flop: 0,
    };
  },
  constants: (problem) => {
    const { axes, strides } = view(problem);
    return {
      ...Object.fromEntries(axes.map((size, axis) => [`N${axis}`, size]).slice(1)),
      ...Object.fromEntries(strides.map((step, axis) => [`S${axis}`, step])),
      OFFSET: sizeOf(problem, 'offset'),
    };
  },
  point: (problem, [x]) => {
    const { axes, strides } = view(problem);
    const start = sizeOf(problem, 'offset');
    return (index) => ({ value: x?.[start + addressOf(axes, strides, index)] ?? Number.NaN, tolerance: 0 });
  },
});
