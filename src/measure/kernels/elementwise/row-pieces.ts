import { seededRandom } from '#core/random.ts';
import { EPSILON } from '#model/workload/op-function.ts';
import normaliseSource from '#shaders/elementwise/row-normalise.wgsl?raw';
import varianceSource from '#shaders/elementwise/row-variance.wgsl?raw';
import type { Binding, Problem } from '../kernel.ts';
import { sizeOf } from '../problem.ts';
import { gamma, sumTolerance } from '../rounding.ts';
import { flatKernel } from './flat.ts';
import { inverseError } from './normalised.ts';
import { LANES, rowRoundings, rowsKernel, sameAddress } from './rows.ts';
import { extent } from './sizes.ts';
import { denseStrides } from './view.ts';

// For the lab: what a layer norm is where each step is a kernel of its own, as a framework without fusion runs it.

const sizes = [extent('rows', 'Rows', 1024), extent('columns', 'Columns', 768)];
const rowsOf = (problem: Problem) => sizeOf(problem, 'rows');
const columnsOf = (problem: Problem) => sizeOf(problem, 'columns');
const elementsOf = (problem: Problem) => rowsOf(problem) * columnsOf(problem);

export const rowVariance = rowsKernel({
  id: 'elementwise/row-variance',
  title: 'Variance of each row',
  teaches:
    'The second of three kernels that together are a layer norm: it reads the whole tensor again for one number a row, because the first kernel has forgotten it.',
  source: varianceSource,
  sizes,
  rows: rowsOf,
  columns: columnsOf,
  bindings: [
    { name: 'x', access: 'read', elements: elementsOf },
    { name: 'mean', access: 'read', elements: rowsOf },
    { name: 'y', access: 'write', elements: rowsOf },
  ],
  constants: () => ({}),
  passes: 1,
  writes: 'row',
  // Subtract, square, add.
  flopPerElement: () => 3,
  others: (problem, tally, lanes) => {
    sameAddress(tally, lanes, LANES, [1, rowsOf(problem)]);
    return { tiled: rowsOf(problem), compulsory: rowsOf(problem) };
  },
  row: (problem, [x, mean], row) => {
    const columns = columnsOf(problem);
    const center = mean?.[row] ?? Number.NaN;
    let squares = 0;
    for (let column = 0; column < columns; column++)
      squares += ((x?.[row * columns + column] ?? Number.NaN) - center) ** 2;
    return {
      values: Float64Array.of(squares / columns),
      // Beside those of its sum: each difference's own rounding, which its square has twice, and the square's.
      tolerance: Float64Array.of(sumTolerance(rowRoundings(columns) + 6, squares / columns)),
    };
  },
});

/** Variances are not below nought. */
const variances: NonNullable<Binding['content']> = {
  key: (problem) => `variances/${rowsOf(problem)}`,
  fill: (problem) => {
    const random = seededRandom(rowsOf(problem));
    return Float32Array.from({ length: rowsOf(problem) }, () => random.next());
  },
};

export const rowNormalise = flatKernel({
  id: 'elementwise/row-normalise',
  title: 'Rows normalised by given statistics',
  teaches:
    'The last of three kernels that together are a layer norm: a third read of the tensor and its only write, by statistics that others left in memory.',
  source: normaliseSource,
  sizes,
  reads: [
    { name: 'x' },
    { name: 'mean' },
    { name: 'variance', content: variances },
    { name: 'scale' },
    { name: 'shift' },
  ],
  layout: (problem) => {
    const axes = [rowsOf(problem), columnsOf(problem)];
    const ofRow = { elements: rowsOf(problem), taps: [{ start: 0, strides: [1, 0] }] };
    const ofColumn = { elements: columnsOf(problem), taps: [{ start: 0, strides: [0, 1] }] };
    return {
      axes,
      reads: [
        { name: 'x', elements: elementsOf(problem), taps: [{ start: 0, strides: denseStrides(axes) }] },
        { name: 'mean', ...ofRow },
        { name: 'variance', ...ofRow },
        { name: 'scale', ...ofColumn },
        { name: 'shift', ...ofColumn },
      ],
      // Subtract, multiply by the inverse, scale and shift.
      flop: 4 * elementsOf(problem),
    };
  },
  constants: (problem) => ({ COLUMNS: columnsOf(problem), EPSILON }),
  point: (problem, [x, mean, variance, scale, shift]) => {
    const columns = columnsOf(problem);
    return (index) => {
      const row = Math.floor(index / columns);
      const column = index % columns;
      const square = variance?.[row] ?? Number.NaN;
      const centered = (x?.[index] ?? Number.NaN) - (mean?.[row] ?? Number.NaN);
      const factor = scale?.[column] ?? Number.NaN;
      const added = shift?.[column] ?? Number.NaN;
      const product = (centered * factor) / Math.sqrt(square + EPSILON);
      const off = inverseError(square, 0) * Math.abs(centered * factor);
      const tolerance = off + gamma(4) * Math.abs(product) + sumTolerance(6, Math.abs(product) + Math.abs(added));
      return { value: product + added, tolerance };
    };
  },
});
