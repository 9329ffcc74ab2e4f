import type { Problem } from '../../kernel.ts';

/** Rows of A and B that start on whole vec4s and that do not, and tails of K of every length; past one tile and short of one. */
const SIZES: readonly Problem[] = [
  { m: 1, n: 1, k: 1 },
  { m: 7, n: 33, k: 34 },
  { m: 37, n: 68, k: 35 },
  { m: 33, n: 45, k: 16 },
];
const WIDE: Problem = { m: 5, n: 131, k: 9 };

/** Each size with one set of parameters, and two with another: unlike sides, and workgroups that do not divide a tile evenly. */
const problems = (first: Problem, second: Problem): readonly Problem[] => [
  ...SIZES.map((sizes) => ({ ...sizes, ...first })),
  ...[SIZES[2], WIDE].map((sizes) => ({ ...sizes, ...second })),
];

const direct = problems({ across: 4, down: 1 }, { across: 5, down: 3 });
const quad = problems({ across: 4, down: 1 }, { across: 8, down: 3 });
const staged = problems({ across: 8, down: 2, depth: 8 }, { across: 3, down: 4, depth: 12 });

/** For tests. */
export const oddTuned: Readonly<Record<string, readonly Problem[]>> = {
  'matmul/tuned-direct-4x4': direct,
  'matmul/tuned-direct-8x8': direct,
  'matmul/tuned-quad-8x8': quad,
  'matmul/tuned-quad-16x8': quad,
  'matmul/tuned-quad-32x8': quad,
  'matmul/tuned-staged-4x4': staged,
  'matmul/tuned-staged-8x4': staged,
  'matmul/tuned-staged-8x8': staged,
};
