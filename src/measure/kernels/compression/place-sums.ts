import type { Kernel, Problem, Reference } from '../kernel.ts';
import { laneSums } from '../memory/lane-sums.ts';
import { foldGroups } from '../problem.ts';
import { BLOCK, blocksOf } from './pattern.ts';

/** Blocks that a workgroup goes through. */
const BLOCKS = 64;

export const placeGroups = (problem: Problem): number => Math.ceil(blocksOf(problem) / BLOCKS);
/** Sums that are written: one for each place of a block, by each workgroup. */
export const placeSums = (problem: Problem): number => placeGroups(problem) * BLOCK;

/** What kernels share whose workgroups of 256 sum by place over 64 blocks each. */
export const bySums = {
  family: 'compression',
  entryPoint: 'main',
  workgroup: [BLOCK, 1, 1],
  overrides: (problem) => ({ GROUPS_X: foldGroups(placeGroups(problem))[0] }),
  workgroups: (problem) => foldGroups(placeGroups(problem)),
} as const satisfies Partial<Kernel>;

/** Truth of them: `elementAt` is the array as it was before it was compressed. */
export const sumsByPlace = (problem: Problem, elementAt: (index: number) => number): Reference =>
  laneSums(placeGroups(problem), placeGroups(problem), BLOCKS, (group, take) => {
    const end = Math.min((group + 1) * BLOCKS, blocksOf(problem)) * BLOCK;
    for (let index = group * BLOCKS * BLOCK; index < end; index++) take(index % BLOCK, elementAt(index));
  });
