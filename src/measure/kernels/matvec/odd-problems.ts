import type { Problem } from '../kernel.ts';

/** One, odd, past a workgroup of rows, past a step of 32 invocations of each form, rows that start on whole words and that do not. */
const SHAPES = [
  [1, 1],
  [5, 7],
  [4, 33],
  [7, 65],
  [3, 130],
  [67, 9],
  [2, 519],
  [9, 264],
] as const;

const shapes: readonly Problem[] = SHAPES.map(([rows, columns]) => ({ rows, columns }));
const grouped = shapes.flatMap((shape) => [32, 64].map((group) => ({ ...shape, group })));
/** All kept, some, hardly any; two periods of the pattern and a part of one. */
const sparse = [
  ...shapes.flatMap((shape) => [0, 60, 99].map((sparsity) => ({ ...shape, sparsity }))),
  { rows: 150, columns: 21, sparsity: 50 },
];

export const oddMatvecs: Readonly<Record<string, readonly Problem[]>> = {
  'matvec/f32': shapes,
  'matvec/f16': shapes,
  'matvec/int8': grouped,
  'matvec/int4': grouped,
  'matvec/2-4': shapes,
  'matvec/csr': sparse,
};
