import type { Problem } from '../kernel.ts';

// For tests: sizes at which the products of stacks go wrong, past every edge of a tile, with rows that start on whole vec4s and not.

const linears: readonly Problem[] = [
  { m: 1, n: 1, k: 1, transposed: 0, activation: 0 },
  { m: 1, n: 68, k: 132, transposed: 1, activation: 1 },
  { m: 1, n: 37, k: 70, transposed: 0, activation: 4 },
  { m: 7, n: 65, k: 33, transposed: 1, activation: 3 },
  { m: 33, n: 36, k: 68, transposed: 0, activation: 2 },
  { m: 35, n: 33, k: 8, transposed: 1, activation: 7 },
  { m: 6, n: 44, k: 5, transposed: 0, activation: 5 },
];

const batches: readonly Problem[] = [
  { batch: 1, m: 1, n: 1, k: 1, transposed: 0, broadcast: 0 },
  { batch: 3, m: 7, n: 36, k: 8, transposed: 0, broadcast: 0 },
  { batch: 3, m: 33, n: 7, k: 12, transposed: 1, broadcast: 0 },
  { batch: 2, m: 5, n: 35, k: 9, transposed: 1, broadcast: 1 },
  { batch: 3, m: 34, n: 33, k: 3, transposed: 0, broadcast: 2 },
  { batch: 2, m: 4, n: 8, k: 4, transposed: 1, broadcast: 2 },
];

/** By kernel. */
export const oddProducts: Readonly<Record<string, readonly Problem[]>> = {
  'matmul/linear': linears,
  // Seconds to compile, each: a software adapter unrolls their sums.
  'matmul/linear-small-m': linears.slice(1, 5),
  'matmul/batched': batches,
};
