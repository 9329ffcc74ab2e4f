import { EPSILON } from '#model/workload/op-function.ts';
import source from '#shaders/elementwise/normalise-rows.wgsl?raw';
import type { Tally } from '../access/tally.ts';
import type { Binding, Problem } from '../kernel.ts';
import { contiguous } from '../memory/lane-sums.ts';
import { sizeOf } from '../problem.ts';
import { type Affine, normalised } from './normalised.ts';
import { LANES, type RowsVariant, rowsKernel, sameAddress } from './rows.ts';
import { extent, offset, sizesOf } from './sizes.ts';

const bindings = (elements: (problem: Problem) => number, affine: (problem: Problem) => number): readonly Binding[] => [
  { name: 'x', access: 'read', elements },
  { name: 'scale', access: 'read', elements: affine },
  { name: 'shift', access: 'read', elements: affine },
  { name: 'y', access: 'write', elements },
];

/** All lanes read the first element of their row. */
const pivots = (tally: Tally, lanes: number, rows: number, columns: number) =>
  sameAddress(tally, lanes, LANES, [columns, rows]);

const layerSizes = (problem: Problem) => ({
  rows: sizeOf(problem, 'rows'),
  columns: sizeOf(problem, 'columns'),
  rms: sizeOf(problem, 'rms') === 1,
});

const common = { source, passes: 2, writes: 'elements' } as const satisfies Partial<RowsVariant>;

/** Layer norm of rows × columns, or RMS norm where `rms` is 1: then `shift` is bound and not read. */
export const layerNorm = rowsKernel({
  ...common,
  id: 'elementwise/layer-norm',
  title: 'Layer norm',
  teaches:
    'Statistics and their use in one kernel: the row comes from memory once, and the second look at it is answered by the cache.',
  sizes: [
    extent('rows', 'Rows', 1024),
    extent('columns', 'Columns', 768),
    offset('rms', 'RMS norm (1) or layer norm (0)', 0, 1),
  ],
  rows: (problem) => layerSizes(problem).rows,
  columns: (problem) => layerSizes(problem).columns,
  bindings: bindings(
    (problem) => layerSizes(problem).rows * layerSizes(problem).columns,
    (problem) => layerSizes(problem).columns,
  ),
  constants: (problem) => ({ SHARED: 1, PERIOD: 1, EPSILON, RMS: sizeOf(problem, 'rms') }),
  // As the model counts them; RMS: square and add, multiply by the inverse, and the scale.
  flopPerElement: (problem) => (layerSizes(problem).rms ? 4 : 8),
  others: (problem, tally, lanes) => {
    const { rows, columns, rms } = layerSizes(problem);
    if (!rms) pivots(tally, lanes, rows, columns);
    const each = rms ? 1 : 2;
    for (let read = 0; read < each; read++)
      for (const access of contiguous(columns, lanes, 1, { again: [{ stride: 0, count: rows }] })) tally.add(access);
    return { tiled: each * columns * rows, compulsory: each * columns };
  },
  row: (problem, [x, scale, shift], row) => {
    const { columns, rms } = layerSizes(problem);
    if (!x || !scale || !shift) throw new Error('elementwise/layer-norm needs x, scale and shift');
    return normalised(x, [scale, shift], { row, columns, rms, affine: (_, column) => column });
  },
});

const groupSizes = (problem: Problem) => {
  const [batch = 1, groups = 1, groupChannels = 1, inner = 1] = sizesOf(problem, [
    'batch',
    'groups',
    'groupChannels',
    'inner',
  ]);
  return { batch, groups, groupChannels, inner, rows: batch * groups, columns: groupChannels * inner };
};

/** Group norm of batch × (groups · groupChannels) × inner; `scale` and `shift` belong to the channels. */
export const groupNorm = rowsKernel({
  ...common,
  id: 'elementwise/group-norm',
  title: 'Group norm',
  teaches:
    'Statistics over a group of channels: the group is long, so that its second look may already miss the cache, and few groups leave much of a GPU idle.',
  sizes: [
    extent('batch', 'Batch', 1),
    extent('groups', 'Groups', 32),
    extent('groupChannels', 'Channels of a group', 8),
    extent('inner', 'Elements of a channel', 56 * 56),
  ],
  rows: (problem) => groupSizes(problem).rows,
  columns: (problem) => groupSizes(problem).columns,
  bindings: bindings(
    (problem) => groupSizes(problem).rows * groupSizes(problem).columns,
    (problem) => groupSizes(problem).groups * groupSizes(problem).groupChannels,
  ),
  constants: (problem) => {
    const { groups, inner } = groupSizes(problem);
    return { SHARED: inner, PERIOD: groups, EPSILON, RMS: 0 };
  },
  flopPerElement: () => 8,
  others: (problem, tally, lanes) => {
    const { batch, groups, groupChannels, inner, rows, columns } = groupSizes(problem);
    pivots(tally, lanes, rows, columns);
    const grid = {
      sizes: [groupChannels, inner],
      taps: [{ start: 0, strides: [1, 0] }],
      width: 1,
      run: lanes,
      again: [
        { stride: groupChannels, count: groups },
        { stride: 0, count: batch },
      ],
    };
    for (let read = 0; read < 2; read++) tally.addGrid(grid);
    return { tiled: 2 * rows * groupChannels, compulsory: 2 * groups * groupChannels };
  },
  row: (problem, [x, scale, shift], row) => {
    const { groups, groupChannels, inner, columns } = groupSizes(problem);
    if (!x || !scale || !shift) throw new Error('elementwise/group-norm needs x, scale and shift');
    const affine: Affine = (of, column) => (of % groups) * groupChannels + Math.floor(column / inner);
    return normalised(x, [scale, shift], { row, columns, rms: false, affine });
  },
});
