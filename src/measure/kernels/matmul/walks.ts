import { type Instruction, one, type Walk } from '../access/walk.ts';
import type { Problem } from '../kernel.ts';

// For tests: the accesses of the matmul kernels with register tiles, with absolute addresses, as the WGSL makes them.

export const A = 0;
export const B = 1;
export const C = 2;

export interface Sizes {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** The vec4 at (line, along) of a matrix. */
export const vectorLoad = (buffer: number, line: number, lines: number, along: number, length: number): Instruction[] =>
  vectorOrOnes(line < lines, buffer, line * length, along, length);

/** Four elements of a line from `at` on, where the line begins at `start`: at once where lines are whole vec4s. */
export function vectorOrOnes(
  active: boolean,
  buffer: number,
  start: number,
  at: number,
  length: number,
): Instruction[] {
  if (length % 4 === 0) return [active && at < length ? { buffer, element: start + at, width: 4 } : null];
  return [0, 1, 2, 3].map((part) => one(active && at + part < length, buffer, start + at + part));
}

export const walk = (
  { m, n }: Sizes,
  rows: number,
  columns: number,
  invocations: number,
  program: (top: number, left: number, lane: number) => Instruction[],
): Walk => ({
  groupsX: Math.ceil(n / columns),
  groupsY: Math.ceil(m / rows),
  invocations,
  program: (group, lane) => program(group.y * rows, group.x * columns, lane),
});

/** A 32×32 tile, `depth` of K at a time, loaded by 64 invocations as vec4s; C stored row by row. */
const register = (sizes: Sizes, depth: number): Walk =>
  walk(sizes, 32, 32, 64, (top, left, lane) => {
    const { m, n, k } = sizes;
    const list: Instruction[] = [];
    const vectors = depth / 4;
    for (let first = 0; first < k; first += depth) {
      for (let i = lane; i < 32 * vectors; i += 64)
        list.push(...vectorLoad(A, top + Math.floor(i / vectors), m, first + 4 * (i % vectors), k));
      for (let i = lane; i < depth * 8; i += 64)
        list.push(...vectorLoad(B, first + Math.floor(i / 8), k, left + 4 * (i % 8), n));
    }
    for (let i = lane; i < 1024; i += 64) {
      const [row, column] = [top + Math.floor(i / 32), left + (i % 32)];
      list.push(one(row < m && column < n, C, row * n + column));
    }
    return list;
  });

const register1d = (sizes: Sizes): Walk =>
  walk(sizes, 64, 32, 256, (top, left, lane) => {
    const { m, n, k } = sizes;
    const [x, y] = [lane % 32, Math.floor(lane / 32)];
    const list: Instruction[] = [];
    for (let first = 0; first < k; first += 8) {
      const along = first + (lane % 8);
      for (const row of [top + Math.floor(lane / 8), top + Math.floor(lane / 8) + 32])
        list.push(one(row < m && along < k, A, row * k + along));
      list.push(one(first + y < k && left + x < n, B, (first + y) * n + left + x));
    }
    for (let row = top + 8 * y; row < top + 8 * y + 8; row++)
      list.push(one(row < m && left + x < n, C, row * n + left + x));
    return list;
  });

const register2d = (sizes: Sizes): Walk =>
  walk(sizes, 32, 32, 64, (top, left, lane) => {
    const { m, n, k } = sizes;
    const list: Instruction[] = [];
    for (let first = 0; first < k; first += 32)
      for (let i = lane; i < 1024; i += 64) {
        const [line, along] = [Math.floor(i / 32), i % 32];
        list.push(
          one(top + line < m && first + along < k, A, (top + line) * k + first + along),
          one(first + line < k && left + along < n, B, (first + line) * n + left + along),
        );
      }
    for (let down = 0; down < 32; down += 8)
      for (let across = 0; across < 32; across += 8) {
        const [row, column] = [top + Math.floor(lane / 8) + down, left + (lane % 8) + across];
        list.push(one(row < m && column < n, C, row * n + column));
      }
    return list;
  });

/** 4×4 outputs of an invocation straight from memory, `slices` groups of four steps of K at a time. */
export function block(sizes: Sizes, across: number, down: number, slices: number): Walk {
  const { m, n, k } = sizes;
  return walk(sizes, 4 * down, 4 * across, across * down * slices, (top, left, lane) => {
    const row = top + 4 * (Math.floor(lane / across) % down);
    const column = left + 4 * (lane % across);
    const slice = Math.floor(lane / (across * down));
    const active = row < m && column < n;
    const list: Instruction[] = [];
    for (let first = 0; first < k; first += 4 * slices) {
      const from = first + 4 * slice;
      // With sixteen slices one row comes without its neighbours.
      for (let i = 0; i < (slices > 1 && m === 1 ? 1 : 4); i++) {
        const line = Math.min(row + i, m - 1);
        if (k % 4 === 0) list.push(active && from < k ? { buffer: A, element: line * k + from, width: 4 } : null);
        else for (let j = from; j < from + 4; j++) list.push(one(active && j < k, A, line * k + j));
      }
      for (let j = from; j < from + 4; j++)
        if (n % 4 === 0) list.push(active && j < k ? { buffer: B, element: j * n + column, width: 4 } : null);
        else for (let i = 0; i < 4; i++) list.push(one(active && j < k, B, j * n + Math.min(column + i, n - 1)));
    }
    if (slices === 1)
      for (let i = 0; i < 16; i++) {
        const [line, along] = [row + Math.floor(i / 4), column + (i % 4)];
        list.push(one(line < m && along < n, C, line * n + along));
      }
    else {
      const [line, along] = [top + Math.floor(lane / (4 * across)), left + (lane % (4 * across))];
      list.push(one(line < m && along < n, C, line * n + along));
    }
    return list;
  });
}

/** The walk of a matmul kernel with register tiles, or null for any other. */
export function registerWalk(kernel: string, problem: Problem): Walk | null {
  const size = (key: string) => problem[key] ?? Number.NaN;
  const sizes = { m: size('m'), n: size('n'), k: size('k') };
  switch (kernel) {
    case 'matmul/register':
      return register(sizes, 32);
    case 'matmul/double-buffered':
      return register(sizes, 16);
    case 'matmul/register-1d':
      return register1d(sizes);
    case 'matmul/register-2d':
      return register2d(sizes);
    case 'matmul/direct-vec4':
      return block(sizes, 8, 8, 1);
    case 'matmul/split-k':
      return block(sizes, 4, 2, 16);
    case 'matmul/small-m':
      return block(sizes, 8, 1, 16);
    default:
      return null;
  }
}
