import { type Instruction, one, type Walk } from '../access/walk.ts';
import type { Problem } from '../kernel.ts';
import { csr } from './csr.ts';

// For tests: the accesses of the matrix–vector kernels with absolute addresses, as the WGSL makes them.

const [A, B, C, D, E] = [0, 1, 2, 3, 4];

const groupsOf = (rows: number, program: (first: number, lane: number) => Instruction[]): Walk => ({
  groupsX: Math.ceil(rows / 4),
  groupsY: 1,
  invocations: 32,
  program: ({ x }, lane) => program(4 * x, lane),
});

/** Four rows of a workgroup: `load` says what a step of a row reads, `vector` what it reads of x. */
function inRows(
  rows: number,
  steps: number,
  load: (active: boolean, row: number, step: number) => Instruction[],
  vector: (active: boolean, step: number) => Instruction[],
  y: number,
): Walk {
  return groupsOf(rows, (first, lane) => {
    const list: Instruction[] = [];
    for (let from = 0; from < steps; from += 32) {
      const step = from + lane;
      for (let part = 0; part < 4; part++) list.push(...load(step < steps, Math.min(first + part, rows - 1), step));
      list.push(...vector(step < steps, step));
    }
    list.push(one(lane < 4 && first + lane < rows, y, first + lane));
    return list;
  });
}

const at = (active: boolean, buffer: number, element: number, width: number): Instruction =>
  active ? { buffer, element, width } : null;

function compressed(problem: Problem): Walk {
  const { rows = 0 } = problem;
  const [offsets, columns] = csr.bindings.map(({ content }) => {
    const filled = content?.fill(problem);
    return filled ? new Uint32Array(filled.buffer) : new Uint32Array();
  }) as [Uint32Array, Uint32Array];
  return groupsOf(rows, (first, lane) => {
    const row = first + Math.floor(lane / 8);
    const active = row < rows;
    const list = [one(active, A, row + 1), one(active, A, row)];
    const end = offsets[row + 1] ?? 0;
    let longest = 0;
    for (let each = first; each < Math.min(first + 4, rows); each++)
      longest = Math.max(longest, (offsets[each + 1] ?? 0) - (offsets[each] ?? 0));
    for (let step = 0; step < longest; step += 8) {
      const entry = (offsets[row] ?? 0) + (lane % 8) + step;
      const within = active && entry < end;
      list.push(one(within, C, entry), one(within, B, entry), one(within, D, columns[entry] ?? 0));
    }
    list.push(one(lane < 4 && first + lane < rows, E, first + lane));
    return list;
  });
}

/** The walk of a matrix–vector kernel, or null for any other. */
export function matvecWalk(kernel: string, problem: Problem): Walk | null {
  const { rows = 0, columns = 0, group = 0 } = problem;
  const scaleWords = Math.ceil(Math.ceil(columns / group) / 2);
  const scale = (active: boolean, row: number, column: number) =>
    one(active, B, row * scaleWords + Math.floor(Math.floor(column / group) / 2));
  const packed = (perWord: number) => Math.ceil(columns / perWord);
  switch (kernel) {
    case 'matvec/f32':
      return inRows(
        rows,
        columns,
        (active, row, i) => [one(active, A, row * columns + i)],
        (active, i) => [one(active, B, i)],
        C,
      );
    case 'matvec/f16':
      return inRows(
        rows,
        packed(2),
        (active, row, i) => [one(active, A, row * packed(2) + i)],
        (active, i) => [at(active, B, 2 * i, 2)],
        C,
      );
    case 'matvec/int8':
      return inRows(
        rows,
        packed(4),
        (active, row, i) => [one(active, A, row * packed(4) + i), scale(active, row, 4 * i)],
        (active, i) => [at(active, C, 4 * i, 4)],
        D,
      );
    case 'matvec/int4':
      return inRows(
        rows,
        packed(8),
        (active, row, i) => [one(active, A, row * packed(8) + i), scale(active, row, 8 * i)],
        (active, i) => [at(active, C, 8 * i, 4), at(active, C, 8 * i + 4, 4)],
        D,
      );
    case 'matvec/2-4':
      return inRows(
        rows,
        packed(4),
        (active, row, i) => [
          at(active, A, 2 * (row * packed(4) + i), 2),
          one(active, B, row * packed(32) + Math.floor(i / 8)),
        ],
        (active, i) => [at(active, C, 4 * i, 4)],
        D,
      );
    case 'matvec/csr':
      return compressed(problem);
    default:
      return null;
  }
}
