import { type Instruction, one, type Walk } from '../access/walk.ts';
import type { Problem } from '../kernel.ts';
import { A, B, type Sizes, vectorOrOnes, walk } from './walks.ts';

// For tests: the accesses of the products that stacks are made of, whose B may lie transposed.

const SCALE = 2;
const SHIFT = 3;
const Y = 4;
const C = 2;

/** Where the operands of a product begin. */
interface First {
  readonly a: number;
  readonly b: number;
}

interface Block {
  readonly row: number;
  readonly column: number;
  /** Rows read. */
  readonly rows: number;
  /** First step of K, and from one group of four steps to the next. */
  readonly from: number;
  readonly by: number;
}

/** Operands of 4×4 outputs, four steps of K at a time. */
function operands({ m, n, k }: Sizes, transposed: boolean, first: First, block: Block): Instruction[] {
  const list: Instruction[] = [];
  const active = block.row < m && block.column < n;
  const groups = Math.ceil(k / block.by);
  for (let group = 0; group < groups; group++) {
    const at = group * block.by + block.from;
    for (let i = 0; i < block.rows; i++)
      list.push(...vectorOrOnes(active, A, first.a + Math.min(block.row + i, m - 1) * k, at, k));
    for (let j = 0; j < 4; j++) {
      const column = Math.min(block.column + j, n - 1);
      if (transposed) list.push(...vectorOrOnes(active, B, first.b + column * k, at, k));
      else if (n % 4 === 0) {
        const inside = active && at + j < k;
        list.push(inside ? { buffer: B, element: first.b + (at + j) * n + block.column, width: 4 } : null);
      } else
        for (let step = at; step < at + 4; step++) list.push(one(active && step < k, B, first.b + step * n + column));
    }
  }
  return list;
}

/** 16 outputs of an invocation, one by one. */
const places = (row: number, column: number) =>
  Array.from({ length: 16 }, (_, i) => ({ line: row + Math.floor(i / 4), along: column + (i % 4) }));

const finished = ({ m, n }: Sizes, line: number, along: number): Instruction[] => {
  const active = line < m && along < n;
  return [one(active, SCALE, along), one(active, SHIFT, along), one(active, Y, line * n + along)];
};

const linear = (sizes: Sizes, transposed: boolean): Walk =>
  walk(sizes, 32, 32, 64, (top, left, lane) => {
    const [row, column] = [top + 4 * Math.floor(lane / 8), left + 4 * (lane % 8)];
    return [
      ...operands(sizes, transposed, { a: 0, b: 0 }, { row, column, rows: 4, from: 0, by: 4 }),
      ...places(row, column).flatMap(({ line, along }) => finished(sizes, line, along)),
    ];
  });

const few = (sizes: Sizes, transposed: boolean): Walk =>
  walk(sizes, 4, 32, 128, (top, left, lane) => {
    const [across, slice] = transposed ? [Math.floor(lane / 16), lane % 16] : [lane % 8, Math.floor(lane / 8)];
    const column = left + 4 * across;
    const rows = sizes.m === 1 ? 1 : 4;
    return [
      ...operands(sizes, transposed, { a: 0, b: 0 }, { row: top, column, rows, from: 4 * slice, by: 64 }),
      ...finished(sizes, top + Math.floor(lane / 32), left + (lane % 32)),
    ];
  });

/** Products below one another: a workgroup's row says which, too. */
function batched(sizes: Sizes, problem: Problem): Walk {
  const { m, n, k } = sizes;
  const { batch = 1, broadcast = 0 } = problem;
  const down = Math.ceil(m / 32);
  return {
    groupsX: Math.ceil(n / 32),
    groupsY: down * batch,
    invocations: 64,
    program: (group, lane) => {
      const index = Math.floor(group.y / down);
      const first = { a: broadcast === 1 ? 0 : index * m * k, b: broadcast === 2 ? 0 : index * k * n };
      const row = 32 * (group.y % down) + 4 * Math.floor(lane / 8);
      const column = 32 * group.x + 4 * (lane % 8);
      return [
        ...operands(sizes, problem['transposed'] === 1, first, { row, column, rows: 4, from: 0, by: 4 }),
        ...places(row, column).map(({ line, along }) =>
          one(line < m && along < n, C, index * m * n + line * n + along),
        ),
      ];
    },
  };
}

/** The walk of one of these kernels, or null for any other. */
export function stackWalk(kernel: string, problem: Problem): Walk | null {
  const size = (key: string) => problem[key] ?? Number.NaN;
  const sizes = { m: size('m'), n: size('n'), k: size('k') };
  const transposed = problem['transposed'] === 1;
  switch (kernel) {
    case 'matmul/linear':
      return linear(sizes, transposed);
    case 'matmul/linear-small-m':
      return few(sizes, transposed);
    case 'matmul/batched':
      return batched(sizes, problem);
    default:
      return null;
  }
}
