import type { AccessWidths, Binding, Dispatch, Kernel, KernelDescription, Problem, SizeSpec } from '../kernel.ts';
import { sizeOf } from '../problem.ts';
import type { MatmulSizes, Tile, TileAccess } from './cost.ts';
import { operandCost } from './operand-cost.ts';
import { type Operands, SINGLES, type Side, storedDepth } from './operands.ts';
import { matmulReference } from './reference.ts';

const LONGEST = 262_144;
export const SIZES: readonly SizeSpec[] = [
  { key: 'm', label: 'M, rows of A and C', min: 1, max: LONGEST, default: 256 },
  { key: 'n', label: 'N, columns of B and C', min: 1, max: LONGEST, default: 256 },
  { key: 'k', label: 'K, columns of A and rows of B', min: 1, max: LONGEST, default: 256 },
];

/** For kernels that take B either way round. */
export const TRANSPOSED: SizeSpec = { key: 'transposed', label: 'B as n×k (1) or k×n (0)', min: 0, max: 1, default: 0 };

export const matmulSizes = (problem: Problem): MatmulSizes => ({
  m: sizeOf(problem, 'm'),
  n: sizeOf(problem, 'n'),
  k: sizeOf(problem, 'k'),
});

/** Whether a kernel is C = A·B of any three sizes, and no more. */
export const isProduct = ({ family, sizes }: KernelDescription): boolean =>
  family === 'matmul' && sizes.length === SIZES.length;

/** What one variant of the product adds to the family. */
export interface MatmulVariant extends Pick<Kernel, 'id' | 'title' | 'teaches' | 'source' | 'workgroupBytes'> {
  readonly requires?: Kernel['requires'];
  readonly workgroup: Dispatch;
  readonly tile: Tile;
  /** Steps of K that the program takes at a time, where that depends on how wide a subgroup is; the tile's depth where left out. */
  readonly depth?: (subgroupWidth: number) => number;
  /** Override constants besides M, N and K. */
  readonly constants?: Readonly<Record<string, number>>;
  /** A and B are bound as vec4s: their buffers are padded up to whole ones, which no invocation reads past the matrix. */
  readonly vectors?: boolean;
  /** f32 where left out. */
  readonly operands?: Operands;
  /** Longest K, where sums of more would not be exact. */
  readonly longestK?: number;
  /** `sizes` as stored: K counts elements. */
  readonly accesses: (sizes: MatmulSizes, widths: AccessWidths) => readonly TileAccess[];
}

/** 32-bit words. */
const WORD = 4;

/**
 * C = A·B: A is m×k, B is k×n, C is m×n in f32, row-major without padding between rows. Workgroup (x, y) makes the output tile
 * in column x and row y of tiles.
 */
export function matmulKernel(variant: MatmulVariant): Kernel {
  const { id, title, teaches, source, requires, workgroup, workgroupBytes, tile, constants, vectors = false } = variant;
  const { operands = SINGLES, longestK = LONGEST, accesses } = variant;
  const { content } = operands;
  const stored = (problem: Problem): MatmulSizes => {
    const sizes = matmulSizes(problem);
    return { ...sizes, k: storedDepth(operands, sizes) };
  };
  const lanes = vectors ? 4 : 1;
  /** Elements as the program binds them: vec4s or single ones. */
  const bound = (side: Side, { m, n, k }: MatmulSizes) => Math.ceil((side === 'left' ? m * k : k * n) / lanes);
  const words = (side: Side, problem: Problem) =>
    Math.ceil((bound(side, stored(problem)) * lanes * operands.bytes) / WORD);
  const operand = (name: string, side: Side): Binding => ({
    name,
    access: 'read',
    elements: (problem) => words(side, problem),
    ...(content && {
      content: {
        key: (problem) => `${content.name} ${side} of ${Object.values(matmulSizes(problem)).join('×')}`,
        fill: (problem) => content.fill(side, matmulSizes(problem), words(side, problem)),
      },
    }),
  });
  return Object.freeze<Kernel>({
    id,
    family: 'matmul',
    title,
    teaches,
    source,
    entryPoint: 'main',
    ...(requires && { requires }),
    sizes: SIZES.map((size) => (size.key === 'k' ? { ...size, max: longestK } : size)),
    bindings: [
      operand('A', 'left'),
      operand('B', 'right'),
      {
        name: 'C',
        access: 'write',
        elements: (problem) => {
          const { m, n } = matmulSizes(problem);
          return m * n;
        },
      },
    ],
    workgroup,
    ...(workgroupBytes !== undefined && { workgroupBytes }),
    overrides: (problem) => {
      const { m, n, k } = stored(problem);
      return { ...constants, M: m, N: n, K: k };
    },
    lengths: (problem) => {
      const sizes = stored(problem);
      return { A_LENGTH: bound('left', sizes), B_LENGTH: bound('right', sizes), C_LENGTH: sizes.m * sizes.n };
    },
    workgroups: (problem) => {
      const { m, n } = matmulSizes(problem);
      return [Math.ceil(n / tile.columns), Math.ceil(m / tile.rows), 1];
    },
    cost: (problem, widths) => {
      const sizes = stored(problem);
      const depth = variant.depth?.(widths.subgroupWidth) ?? tile.depth;
      const { m, n, k } = matmulSizes(problem);
      return operandCost(
        {
          sizes,
          tile: { ...tile, depth },
          invocations: workgroup[0] * workgroup[1] * workgroup[2],
          accesses: accesses(sizes, widths),
          operandBytes: operands.bytes,
          operations: 2 * m * n * k,
        },
        widths,
      );
    },
    reference: (problem, [a, b]) => {
      if (!a || !b) throw new Error(`${id} needs the inputs A and B`);
      const sizes = matmulSizes(problem);
      const values = (side: Side, words: Float32Array) => content?.values(side, sizes, words) ?? words;
      return matmulReference(sizes, values('left', a), values('right', b), operands.arithmetic);
    },
  });
}
