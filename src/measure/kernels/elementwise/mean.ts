import source from '#shaders/elementwise/row-mean.wgsl?raw';
import type { Binding, Kernel, Problem } from '../kernel.ts';
import { sizeOf } from '../problem.ts';
import { sumTolerance } from '../rounding.ts';
import { type RowsVariant, type RowTruth, rowRoundings, rowsKernel } from './rows.ts';
import { extent, sizesOf } from './sizes.ts';

/** The mean of one row, and the rounding of the order in which lanes.wgsl adds it up. */
function meanOf(x: Float32Array, row: number, columns: number): RowTruth {
  let [sum, magnitude] = [0, 0];
  for (let column = 0; column < columns; column++) {
    const element = x[row * columns + column] ?? Number.NaN;
    sum += element;
    magnitude += Math.abs(element);
  }
  return {
    values: Float64Array.of(sum / columns),
    tolerance: Float64Array.of(sumTolerance(rowRoundings(columns), magnitude / columns)),
  };
}

function mean(
  description: Pick<Kernel, 'id' | 'title' | 'teaches' | 'sizes'> & Pick<RowsVariant, 'rows' | 'columns'>,
): Kernel {
  const { rows, columns, id } = description;
  const input: Binding = { name: 'x', access: 'read', elements: (problem) => rows(problem) * columns(problem) };
  return rowsKernel({
    ...description,
    source,
    bindings: [input, { name: 'y', access: 'write', elements: rows }],
    constants: () => ({}),
    passes: 1,
    writes: 'row',
    flopPerElement: () => 1,
    row: (problem, [x], row) => {
      if (!x) throw new Error(`${id} needs the input x`);
      return meanOf(x, row, columns(problem));
    },
  });
}

export const globalAveragePool = mean({
  id: 'elementwise/global-average-pool',
  title: 'Global average pooling',
  teaches:
    'One number for a whole channel: a read of everything for a write of almost nothing, a quarter FLOP for each byte.',
  sizes: [
    extent('batch', 'Batch', 1),
    extent('channels', 'Channels', 2048),
    extent('inner', 'Elements of a channel', 49),
  ],
  rows: (problem) => sizesOf(problem, ['batch', 'channels']).reduce((all, size) => all * size, 1),
  columns: (problem) => sizeOf(problem, 'inner'),
});

export const rowMean = mean({
  id: 'elementwise/row-mean',
  title: 'Mean of each row',
  teaches:
    'The first of three kernels that together are a layer norm: it reads all of the tensor to write one number a row, and the next two read it all again.',
  sizes: [extent('rows', 'Rows', 1024), extent('columns', 'Columns', 768)],
  rows: (problem: Problem) => sizeOf(problem, 'rows'),
  columns: (problem: Problem) => sizeOf(problem, 'columns'),
});
