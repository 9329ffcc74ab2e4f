import { type Instruction, one, type Walk } from '../../access/walk.ts';
import type { Problem } from '../../kernel.ts';
import { vectorLoad } from '../walks.ts';

// For tests: the accesses of the tuned products, with absolute addresses, as the WGSL makes them.

const [A, B, C] = [0, 1, 2];
const NAME = /^matmul\/tuned-(direct|quad|staged)-(\d+)x(\d+)$/;

/** The walk of a tuned product, or null for any other kernel. */
export function tunedWalk(kernel: string, problem: Problem): Walk | null {
  const [, path, high, wide] = NAME.exec(kernel) ?? [];
  if (path === undefined) return null;
  const [rows, columns] = [Number(high), Number(wide)];
  const size = (key: string) => problem[key] ?? Number.NaN;
  const [m, n, k, across, down] = [size('m'), size('n'), size('k'), size('across'), size('down')];

  function straight(groupX: number, groupY: number, lane: number): Instruction[] {
    const row = (groupY * down + Math.floor(lane / across)) * rows;
    const column = groupX * across * columns + (lane % across);
    const works = path === 'quad' || (row < m && column < n);
    const list: Instruction[] = [];
    const columnsAt = (step: number) => {
      for (let i = 0; i < columns; i++) list.push(one(works, B, step * n + Math.min(column + i * across, n - 1)));
    };
    const whole = Math.floor(k / 4) * 4;
    for (let first = 0; first < whole; first += 4) {
      for (let part = 0; part < 4; part++) columnsAt(first + part);
      for (let i = 0; i < rows; i++) {
        const start = Math.min(row + i, m - 1) * k + first;
        if (path === 'quad') list.push(one(true, A, start + (lane % 4)));
        else for (let part = 0; part < 4; part++) list.push(one(works, A, start + part));
      }
    }
    for (let step = whole; step < k; step++) {
      columnsAt(step);
      for (let i = 0; i < rows; i++) list.push(one(works, A, Math.min(row + i, m - 1) * k + step));
    }
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++) {
        const at = column + j * across;
        list.push(one(row + i < m && at < n, C, (row + i) * n + at));
      }
    return list;
  }

  function staged(groupX: number, groupY: number, lane: number): Instruction[] {
    const [depth, invocations] = [size('depth'), across * down];
    const [top, left] = [groupY * rows * down, groupX * columns * across];
    const [alongA, alongB] = [depth / 4, (columns / 4) * across];
    const list: Instruction[] = [];
    // Invocations that have no vec4 left in the last round do nothing, as often as the others load.
    const rounds = (vectors: number) => Math.ceil(vectors / invocations);
    for (let first = 0; first < k; first += depth) {
      for (let round = 0; round < rounds(rows * down * alongA); round++) {
        const i = lane + round * invocations;
        const line = i < rows * down * alongA ? top + Math.floor(i / alongA) : m;
        list.push(...vectorLoad(A, line, m, first + 4 * (i % alongA), k));
      }
      for (let round = 0; round < rounds(depth * alongB); round++) {
        const i = lane + round * invocations;
        const line = i < depth * alongB ? first + Math.floor(i / alongB) : k;
        list.push(...vectorLoad(B, line, k, left + 4 * (i % alongB), n));
      }
    }
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++) {
        const row = top + Math.floor(lane / across) + i * down;
        const column = left + 4 * (lane % across) + (j % 4) + (j < 4 ? 0 : 4 * across);
        list.push(one(row < m && column < n, C, row * n + column));
      }
    return list;
  }

  return {
    groupsX: Math.ceil(n / (across * columns)),
    groupsY: Math.ceil(m / (down * rows)),
    invocations: across * down,
    program: (group, lane) => (path === 'staged' ? staged : straight)(group.x, group.y, lane),
  };
}
