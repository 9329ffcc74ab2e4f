import source from '#shaders/matvec/csr.wgsl?raw';
import { repeated } from '../compression/pattern.ts';
import type { Kernel, Problem } from '../kernel.ts';
import { bitsOf } from '../poison.ts';
import { sizeOf } from '../problem.ts';
import { csrCost } from './csr-cost.ts';
import { entriesBefore, patternOf } from './csr-pattern.ts';
import { rowSums } from './reference.ts';
import { INVOCATIONS } from './rows-cost.ts';
import { MATVEC_SIZES, rowGroups } from './rows-kernel.ts';
import { weightsDrawn } from './weights.ts';

const rowsOf = (problem: Problem): number => sizeOf(problem, 'rows');
const columnsOf = (problem: Problem): number => sizeOf(problem, 'columns');
const entriesOf = (problem: Problem): number => entriesBefore(patternOf(problem), rowsOf(problem));

const keyed = (name: string, fill: (problem: Problem) => Uint32Array | Float32Array) => ({
  key: (problem: Problem) => `csr:${name}:${rowsOf(problem)}×${columnsOf(problem)}:${sizeOf(problem, 'sparsity')}`,
  fill: (problem: Problem) => new Float32Array(fill(problem).buffer),
});

/** The columns of a whole period are drawn at once. */
const SIZES = MATVEC_SIZES.map((size) => (size.key === 'columns' ? { ...size, max: 32_768 } : size));

export const csr = Object.freeze<Kernel>({
  id: 'matvec/csr',
  family: 'matvec',
  title: 'Matrix × vector, compressed sparse rows',
  teaches:
    'Noughts are neither stored nor multiplied, but each weight that stays brings its column with it and fetches x from anywhere: below half of them nought there is nothing to gain.',
  source,
  entryPoint: 'main',
  sizes: [...SIZES, { key: 'sparsity', label: 'Noughts, per cent', min: 0, max: 99, default: 75 }],
  bindings: [
    {
      name: 'offsets',
      access: 'read',
      elements: (problem) => rowsOf(problem) + 1,
      content: keyed('offsets', (problem) => {
        const pattern = patternOf(problem);
        return Uint32Array.from({ length: rowsOf(problem) + 1 }, (_, row) => entriesBefore(pattern, row));
      }),
    },
    {
      name: 'columns',
      access: 'read',
      elements: entriesOf,
      content: keyed('columns', (problem) => {
        const { columns } = patternOf(problem);
        const all = new Uint32Array(entriesOf(problem));
        for (let at = 0; at < all.length; at += columns.length) all.set(columns.subarray(0, all.length - at), at);
        return all;
      }),
    },
    {
      name: 'values',
      access: 'read',
      elements: entriesOf,
      content: keyed('values', (problem) => repeated(weightsDrawn(), entriesOf(problem))),
    },
    { name: 'x', access: 'read', elements: columnsOf },
    { name: 'y', access: 'write', elements: rowsOf },
  ],
  workgroup: [INVOCATIONS, 1, 1],
  workgroupBytes: 4 * INVOCATIONS,
  overrides: (problem) => ({ ROWS: rowsOf(problem), GROUPS_X: rowGroups(problem)[0] }),
  lengths: (problem) => ({
    OFFSETS_LENGTH: rowsOf(problem) + 1,
    KEPT_LENGTH: entriesOf(problem),
    X_LENGTH: columnsOf(problem),
    Y_LENGTH: rowsOf(problem),
  }),
  workgroups: rowGroups,
  cost: (problem, widths) => csrCost(rowsOf(problem), patternOf(problem), widths),
  reference: (problem, [offsets, columns, values, x]) => {
    if (!offsets || !columns || !values || !x) throw new Error('matvec/csr needs offsets, columns, values and x');
    const [starts, places] = [bitsOf(offsets), bitsOf(columns)];
    return rowSums(rowsOf(problem), values.length, (row) => {
      let [value, magnitude] = [0, 0];
      const [from = 0, to = 0] = [starts[row], starts[row + 1]];
      for (let entry = from; entry < to; entry++) {
        const product = (values[entry] ?? Number.NaN) * (x[places[entry] ?? 0] ?? Number.NaN);
        value += product;
        magnitude += Math.abs(product);
      }
      return { value, magnitude, terms: to - from };
    });
  },
});
