import type { Problem } from '../kernel.ts';

/** Less than a block; past a subgroup of blocks; past a workgroup's blocks; past a period. No noughts, some, most, nothing else. */
const problems: readonly Problem[] = [
  ...[0, 50, 95, 100].map((sparsity) => ({ elements: 7, sparsity })),
  { elements: 256 * 33, sparsity: 33 },
  { elements: 256 * 65 + 1, sparsity: 95 },
  { elements: 2 ** 16, sparsity: 75 },
  { elements: 2 ** 17 + 256 * 7, sparsity: 60 },
];

/** For tests: arrays of which parts of blocks, workgroups and periods are left over, by kernel. */
export const oddCompression: Readonly<Record<string, readonly Problem[]>> = {
  'compression/plain': problems,
  'compression/zero-value': problems,
  'compression/run-length': problems,
};
