import { oddAttention } from './attention/odd-problems.ts';
import { oddCompression } from './compression/odd-problems.ts';
import { oddConvolutions } from './convolution/odd-problems.ts';
import { oddElementwise } from './elementwise/odd-problems.ts';
import type { Kernel, Problem } from './kernel.ts';
import { oddProducts } from './matmul/odd-problems.ts';
import { oddTuned } from './matmul/tuned/odd-problems.ts';
import { oddMatvecs } from './matvec/odd-problems.ts';

/** For tests. Sizes at which kernels go wrong: one, odd, one past a subgroup, one past a tile of 64. */
const ODD_SIZES = [1, 7, 33, 65] as const;

/** Every pair of two sizes of two axes occurs: a Latin square, 16 problems instead of 64. */
const oddMatmuls: readonly Problem[] = ODD_SIZES.flatMap((m, row) =>
  ODD_SIZES.map((n, column) => ({ m, n, k: ODD_SIZES[(row + column) % ODD_SIZES.length] ?? 1 })),
);

/**
 * A few of them with every edge: one element, one row; rows of A, of B, of both and of none that start on whole vec4s; past
 * one tile along each axis; past one round of 64 steps of K.
 */
const fewMatmuls: readonly Problem[] = [
  { m: 1, n: 1, k: 1 },
  { m: 1, n: 68, k: 132 },
  { m: 7, n: 65, k: 33 },
  { m: 65, n: 33, k: 7 },
  { m: 33, n: 36, k: 65 },
  { m: 36, n: 7, k: 68 },
  { m: 36, n: 68, k: 44 },
];

/** Register tiles with barriers: a software adapter takes seconds to compile each. */
const SLOW_TO_COMPILE = new Set([
  'matmul/register-1d',
  'matmul/register-2d',
  'matmul/register',
  'matmul/double-buffered',
  'matmul/split-k',
  'matmul/small-m',
  'matmul/subgroup',
  'matmul/subgroup-matrix',
  'matmul/subgroup-matrix-f16',
]);

/** The odd problems that a kernel is compiled for and run on. */
export const compiledProblems = (kernel: Kernel): readonly Problem[] =>
  SLOW_TO_COMPILE.has(kernel.id) ? fewMatmuls : oddProblems(kernel);

/** Of the families that bring their own, by kernel. */
const OF_FAMILIES: Readonly<Record<string, readonly Problem[]>> = {
  ...oddConvolutions,
  ...oddCompression,
  ...oddAttention,
  ...oddMatvecs,
  ...oddElementwise,
  ...oddProducts,
  ...oddTuned,
};

/** Odd problems of a kernel; for streams also some past one workgroup's share and past one workgroup's whole vec4s. */
export function oddProblems(kernel: Kernel): readonly Problem[] {
  const own = OF_FAMILIES[kernel.id];
  if (own) return own;
  if (kernel.family === 'matmul') return [...oddMatmuls, ...fewMatmuls];
  if (kernel.family === 'overhead') return [1, 7, 33].map((repeats) => ({ repeats }));
  const streams = [...ODD_SIZES, 4097, 20_001].map((elements) => ({ elements }));
  switch (kernel.id) {
    case 'memory/read':
    case 'memory/read-scalar':
      return streams.flatMap(({ elements }) => [1, 3].map((rounds) => ({ elements, rounds })));
    case 'memory/occupancy':
      return [...streams, { elements: 70_001 }].flatMap(({ elements }) =>
        [1, 3].map((workgroups) => ({ elements, workgroups })),
      );
    case 'memory/load-then-compute':
    case 'memory/prefetch':
      return streams.flatMap(({ elements }) => [2, 34].map((intensity) => ({ elements, intensity })));
    case 'memory/random':
      return [1, 2, 4, 32, 64, 256, 1024, 8192, 32_768].map((elements) => ({ elements }));
    case 'memory/strided':
    case 'memory/strided-vec4':
      return streams.flatMap(({ elements }) => [1, 7, 33, 128].map((stride) => ({ elements, stride })));
    // Less than a run, one, a bit more, some, and an overlap of the last two; fewer and more workgroups than runs.
    case 'memory/shared-set':
    case 'memory/private-set':
      return [4096, 4160, 32_768, 32_832, 200_000].flatMap((bytes) =>
        [
          [1, 3],
          [3, 2],
          [1, 9],
          [9, 2],
        ].map(([workgroups = 1, rounds = 1]) => ({ bytes, workgroups, rounds })),
      );
    case 'compute/fma':
    case 'compute/fma-f16':
    case 'compute/dot-int8':
      return ODD_SIZES.flatMap((iterations) => [1, 7, 300].map((invocations) => ({ invocations, iterations })));
    case 'compute/fma-chains':
      return [1, 2, 3, 4, 5, 6, 7, 8].map((chains) => ({ chains, invocations: 300, iterations: 2 * chains + 7 }));
    case 'compute/subgroup-matrix':
    case 'compute/subgroup-matrix-f16':
      return [1, 7, 33].map((count) => ({ invocations: 3 * 128, iterations: 32 * count }));
    case 'latency/chase':
      return [1, 7, 33].flatMap((lines) => [1, 31, 32, 65].map((hops) => ({ bytes: 64 * lines, hops })));
    case 'workgroup/read':
      return [1, 7, 33].map((rounds) => ({ workgroups: 3, rounds }));
    case 'workgroup/bank-conflicts':
      return [1, 7, 32].map((stride) => ({ stride, workgroups: 3, rounds: 33 }));
    default:
      return streams;
  }
}
