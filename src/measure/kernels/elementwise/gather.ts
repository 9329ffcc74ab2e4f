import { bytes, flops } from '#core/units.ts';
import source from '#shaders/elementwise/gather.wgsl?raw';
import { ELEMENT, Tally } from '../access/tally.ts';
import type { AccessWidths, Kernel, Problem } from '../kernel.ts';
import { contiguous } from '../memory/lane-sums.ts';
import { foldGroups, sizeOf } from '../problem.ts';
import { pointsReference } from './flat.ts';
import { extent } from './sizes.ts';

const INVOCATIONS = 256;

const sizesOfGather = (problem: Problem) => ({
  rows: sizeOf(problem, 'rows'),
  width: sizeOf(problem, 'width'),
  tableRows: sizeOf(problem, 'tableRows'),
});

/** Knuth's multiplicative hash (The Art of Computer Programming 3, 6.4): the prime nearest 2³² / φ. Ids lie scattered and some occur twice. */
const scattered = (row: number, tableRows: number): number => (Math.imul(row + 1, 0x9e37_79b1) >>> 0) % tableRows;

/** Ids as the engine puts them into the buffer: whole numbers by their bits. */
function idsContent(problem: Problem): Float32Array {
  const { rows, tableRows } = sizesOfGather(problem);
  return new Float32Array(Uint32Array.from({ length: rows }, (_, row) => scattered(row, tableRows)).buffer);
}

function cost(problem: Problem, widths: AccessWidths) {
  const { rows, width, tableRows } = sizesOfGather(problem);
  const tally = new Tally(widths);
  const lanes = Math.min(widths.subgroupWidth, INVOCATIONS);
  // Rows by where in a sector the one starts that they copy: nothing else of an id matters.
  const elements = widths.sector / ELEMENT;
  const starts = new Map<number, number>();
  const wanted = new Set<number>();
  for (let row = 0; row < rows; row++) {
    const id = scattered(row, tableRows);
    wanted.add(id);
    const start = (id * width) % elements;
    starts.set(start, (starts.get(start) ?? 0) + 1);
  }
  for (const [start, count] of starts)
    for (const access of contiguous(width, lanes, 1, { start, again: [{ stride: 0, count }] })) tally.add(access);
  const again = [{ stride: width, count: rows }];
  for (const access of contiguous(width, lanes, 1, { again })) tally.add(access);
  // All invocations of a subgroup ask for one id.
  for (const { offsets, loops } of contiguous(width, lanes, 0, { again: [{ stride: 1, count: rows }] }))
    tally.add({ offsets, width: 1, start: 0, loops });
  const pieces = Math.ceil(width / INVOCATIONS);
  return tally.cost({
    flop: flops(0),
    tiled: bytes(ELEMENT * rows * (2 * width + pieces)),
    compulsory: bytes(ELEMENT * (rows + width * (wanted.size + rows))),
  });
}

const groups = (problem: Problem) => {
  const { rows, width } = sizesOfGather(problem);
  return foldGroups(rows * Math.ceil(width / INVOCATIONS));
};

/** y of rows × width: row `ids[r]` of the table for each r. Ids are u32 by their bits. The cost is that of the ids it brings. */
export const gather = Object.freeze<Kernel>({
  id: 'elementwise/gather',
  family: 'elementwise',
  title: 'Gather rows',
  teaches:
    'An embedding: the table may be far larger than any cache, and only the rows that are asked for move, each as one whole run.',
  source,
  entryPoint: 'main',
  sizes: [
    extent('rows', 'Rows to gather', 1024),
    extent('width', 'Columns', 768),
    extent('tableRows', 'Rows of the table', 16_384),
  ],
  bindings: [
    {
      name: 'ids',
      access: 'read',
      elements: (problem) => sizeOf(problem, 'rows'),
      content: {
        key: (problem) => `ids/${sizeOf(problem, 'rows')}/${sizeOf(problem, 'tableRows')}`,
        fill: idsContent,
      },
    },
    {
      name: 'table',
      access: 'read',
      elements: (problem) => sizeOf(problem, 'tableRows') * sizeOf(problem, 'width'),
    },
    { name: 'y', access: 'write', elements: (problem) => sizeOf(problem, 'rows') * sizeOf(problem, 'width') },
  ],
  workgroup: [INVOCATIONS, 1, 1],
  overrides: (problem) => {
    const { rows, width, tableRows } = sizesOfGather(problem);
    return { ROWS: rows, WIDTH: width, TABLE_ROWS: tableRows, GROUPS_X: groups(problem)[0] };
  },
  lengths: (problem) => {
    const { rows, width, tableRows } = sizesOfGather(problem);
    return { IDS_LENGTH: rows, TABLE_LENGTH: tableRows * width, Y_LENGTH: rows * width };
  },
  workgroups: groups,
  cost,
  reference: (problem, [ids, table]) => {
    const { rows, width, tableRows } = sizesOfGather(problem);
    const numbers = new Uint32Array(ids?.buffer ?? new ArrayBuffer(0), ids?.byteOffset, ids?.length);
    return pointsReference(rows * width, (index) => {
      const id = Math.min(numbers[Math.floor(index / width)] ?? Number.NaN, tableRows - 1);
      return { value: table?.[id * width + (index % width)] ?? Number.NaN, tolerance: 0 };
    });
  },
});
