import { type Instruction, one, type Walk } from '../access/walk.ts';
import type { AccessWidths, Problem } from '../kernel.ts';
import { A, B, block, C, type Sizes, walk } from './walks.ts';

// For tests: the accesses of the matmul kernels whose operands are short, shared in subgroups or multiplied as matrices.

const ofHalves = (buffer: number): number => (buffer === C ? 4 : 2);

/** 32×64 of C by 128 invocations; those of a subgroup that share four rows read one step of K each. */
const subgroup = (sizes: Sizes, width: number): Walk =>
  walk(sizes, 32, 64, 128, (top, left, lane) => {
    const { m, n, k } = sizes;
    const span = Math.min(width, 16);
    const row = top + 4 * Math.floor(lane / 16);
    const column = left + 4 * (lane % 16);
    const list: Instruction[] = [];
    for (let first = 0; first < k; first += span) {
      const mine = first + (lane % span);
      for (let i = 0; i < 4; i++) list.push(one(row < m && mine < k, A, Math.min(row + i, m - 1) * k + mine));
      for (let step = first; step < Math.min(first + span, k); step++) {
        const active = row < m && column < n;
        if (n % 4 === 0) list.push(active ? { buffer: B, element: step * n + column, width: 4 } : null);
        else for (let i = 0; i < 4; i++) list.push(one(active, B, step * n + Math.min(column + i, n - 1)));
      }
    }
    for (let i = 0; i < 16; i++) {
      const [line, along] = [row + Math.floor(i / 4), column + (i % 4)];
      list.push(one(line < m && along < n, C, line * n + along));
    }
    return list;
  });

/** A 32×32 tile by 128 invocations; its operands are copied once for every turn that subgroups take. */
const matrices = (sizes: Sizes, depth: number, width: number): Walk =>
  walk(sizes, 32, 32, 128, (top, left, lane) => {
    const { m, n, k } = sizes;
    const list: Instruction[] = [];
    for (let turn = 0; turn < 4; turn += 128 / width)
      for (let first = 0; first < k; first += depth)
        for (let i = lane; i < 32 * depth; i += 128) {
          const [line, along] = [top + Math.floor(i / depth), first + (i % depth)];
          const [step, column] = [first + Math.floor(i / 32), left + (i % 32)];
          list.push(one(line < m && along < k, A, line * k + along), one(step < k && column < n, B, step * n + column));
        }
    for (let i = lane; i < 1024; i += 128) {
      const [line, along] = [top + Math.floor(i / 32), left + (i % 32)];
      list.push(one(line < m && along < n, C, line * n + along));
    }
    return list;
  });

/** The walk of one of these kernels, or null for any other. */
export function operandWalk(kernel: string, problem: Problem, { subgroupWidth }: AccessWidths): Walk | null {
  const size = (key: string) => problem[key] ?? Number.NaN;
  const sizes = { m: size('m'), n: size('n'), k: size('k') };
  switch (kernel) {
    case 'matmul/f16':
      return { ...block(sizes, 8, 8, 1), bytes: ofHalves };
    case 'matmul/int8':
      return block({ ...sizes, k: Math.ceil(sizes.k / 4) }, 8, 8, 1);
    case 'matmul/subgroup':
      return subgroup(sizes, subgroupWidth);
    case 'matmul/subgroup-matrix':
      return matrices(sizes, 16, subgroupWidth);
    case 'matmul/subgroup-matrix-f16':
      return { ...matrices(sizes, 32, subgroupWidth), bytes: ofHalves };
    default:
      return null;
  }
}
