import { err } from '#core/result.ts';
import { bytes, flops } from '#core/units.ts';
import { ELEMENT, Tally } from '../../kernels/access/tally.ts';
import type { AccessWidths, Problem, SizeSpec } from '../../kernels/kernel.ts';
import type { MatmulSizes } from '../../kernels/matmul/cost.ts';
import { matmulReference } from '../../kernels/matmul/reference.ts';
import { poison } from '../../kernels/poison.ts';
import { sizeOf } from '../../kernels/problem.ts';
import { verifyOutput } from '../../kernels/verify.ts';
import { randomFloats } from '../fill.ts';
import type { CpuKernel } from '../kernel.ts';

const EDGE = { min: 1, max: 2048, default: 256 };
const SIZES: readonly SizeSpec[] = [
  { key: 'm', label: 'M, rows of A and C', ...EDGE },
  { key: 'n', label: 'N, columns of B and C', ...EDGE },
  { key: 'k', label: 'K, columns of A and rows of B', ...EDGE },
  // From 16 on two elements of a column never share a line.
  { key: 'pitch', label: 'Elements from one row to the next', min: 16, max: 4096, default: 256 },
];

/** Multiply-adds that the float64 reference may spend on sampled rows; Freivalds' check covers the whole besides. */
const REFERENCE_WORK = 2 ** 23;

/** The matrices: row-major, rows of all three `pitch` elements apart. */
export interface Matrices extends MatmulSizes {
  readonly pitch: number;
  readonly a: Float32Array;
  readonly b: Float32Array;
  readonly c: Float32Array;
}

export interface PitchedSizes extends MatmulSizes {
  readonly pitch: number;
}

export interface CpuMatmul extends Pick<CpuKernel, 'id' | 'title' | 'teaches'> {
  /** Sizes besides m, n, k and pitch. */
  readonly sizes?: readonly SizeSpec[];
  /** Output tile whose operands are fetched once each where no cache keeps them for the next tile. */
  readonly tile: (problem: Problem) => { readonly rows: number; readonly columns: number };
  readonly accesses: (tally: Tally, sizes: PitchedSizes, problem: Problem) => void;
  readonly steps: (problem: Problem) => number;
  readonly run: (matrices: Matrices, problem: Problem) => (first: number, end: number) => void;
}

const sizesOf = (problem: Problem): PitchedSizes => ({
  m: sizeOf(problem, 'm'),
  n: sizeOf(problem, 'n'),
  k: sizeOf(problem, 'k'),
  pitch: sizeOf(problem, 'pitch'),
});

/** Rows of `width` elements, `pitch` apart, one after another. */
function dense(matrix: Float32Array, rows: number, width: number, pitch: number): Float32Array {
  const packed = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) packed.set(matrix.subarray(row * pitch, row * pitch + width), row * width);
  return packed;
}

function costOf(variant: CpuMatmul, problem: Problem, widths: AccessWidths) {
  const sizes = sizesOf(problem);
  const { m, n, k } = sizes;
  const { rows, columns } = variant.tile(problem);
  const tally = new Tally(widths);
  variant.accesses(tally, sizes, problem);
  return tally.cost({
    flop: flops(2 * m * n * k),
    tiled: bytes(ELEMENT * (m * k * Math.ceil(n / columns) + k * n * Math.ceil(m / rows) + m * n)),
    compulsory: bytes(ELEMENT * (m * k + k * n + m * n)),
  });
}

/** C = A·B in float32 by scalar JavaScript: A is m×k, B is k×n, C is m×n. */
export function cpuMatmul(variant: CpuMatmul): CpuKernel {
  const { id, title, teaches, sizes = [] } = variant;
  return Object.freeze<CpuKernel>({
    id,
    family: 'matmul',
    title,
    teaches,
    sizes: [...SIZES, ...sizes],
    misfit: (problem) => {
      const { n, k, pitch } = sizesOf(problem);
      return pitch < Math.max(n, k) ? `Elements from one row to the next must be at least ${Math.max(n, k)}.` : null;
    },
    memory: (problem) => {
      const { m, k, pitch } = sizesOf(problem);
      return ELEMENT * pitch * (2 * m + k);
    },
    cost: (problem, widths) => costOf(variant, problem, widths),
    *bind(problem, seed) {
      const { m, n, k, pitch } = sizesOf(problem);
      const a = yield* randomFloats(m * pitch, 2 * seed);
      const b = yield* randomFloats(k * pitch, 2 * seed + 1);
      const c = new Float32Array(m * pitch);
      return {
        steps: variant.steps(problem),
        run: variant.run({ m, n, k, pitch, a, b, c }, problem),
        poison: () => poison(c),
        *verify(random) {
          const reference = matmulReference({ m, n, k }, dense(a, m, k, pitch), dense(b, k, n, pitch));
          yield;
          const output = dense(c, m, n, pitch);
          const rows = Math.max(4, Math.min(16, Math.floor(REFERENCE_WORK / (n * k))));
          const checked = verifyOutput({ reference: () => reference }, problem, [], output, random, rows);
          return checked.ok ? checked : err(checked.error.message);
        },
      };
    },
  });
}
