import type { AccessWidths, Dispatch, Kernel, Problem, SizeSpec } from '../kernel.ts';
import { sizeOf } from '../problem.ts';
import { type MatmulSizes, matmulCost, type Tile, type TileAccess } from './cost.ts';
import { matmulReference } from './reference.ts';

const SIZES: readonly SizeSpec[] = [
  { key: 'm', label: 'M, rows of A and C', min: 1, max: 262_144, default: 256 },
  { key: 'n', label: 'N, columns of B and C', min: 1, max: 262_144, default: 256 },
  { key: 'k', label: 'K, columns of A and rows of B', min: 1, max: 262_144, default: 256 },
];

const matmulSizes = (problem: Problem): MatmulSizes => ({
  m: sizeOf(problem, 'm'),
  n: sizeOf(problem, 'n'),
  k: sizeOf(problem, 'k'),
});

/** What one variant of the product adds to the family. */
export interface MatmulVariant extends Pick<Kernel, 'id' | 'title' | 'teaches' | 'source' | 'workgroupBytes'> {
  readonly workgroup: Dispatch;
  readonly tile: Tile;
  /** Override constants besides M, N and K. */
  readonly constants?: Readonly<Record<string, number>>;
  /** A and B are bound as vec4f: their buffers are padded up to whole vec4s, which no invocation reads past the matrix. */
  readonly vectors?: boolean;
  readonly accesses: (sizes: MatmulSizes) => readonly TileAccess[];
}

/**
 * C = A·B in f32: A is m×k, B is k×n, C is m×n, row-major without padding between rows. Workgroup (x, y) makes the output
 * tile in column x and row y of tiles.
 */
export function matmulKernel(variant: MatmulVariant): Kernel {
  const { id, title, teaches, source, workgroup, workgroupBytes, tile, constants, vectors, accesses } = variant;
  const lanes = vectors ? 4 : 1;
  const padded = (elements: number) => Math.ceil(elements / lanes) * lanes;
  const elementsA = ({ m, k }: MatmulSizes) => padded(m * k);
  const elementsB = ({ n, k }: MatmulSizes) => padded(k * n);
  const elementsC = ({ m, n }: MatmulSizes) => m * n;
  return Object.freeze<Kernel>({
    id,
    family: 'matmul',
    title,
    teaches,
    source,
    entryPoint: 'main',
    sizes: SIZES,
    bindings: [
      { name: 'A', access: 'read', elements: (problem) => elementsA(matmulSizes(problem)) },
      { name: 'B', access: 'read', elements: (problem) => elementsB(matmulSizes(problem)) },
      { name: 'C', access: 'write', elements: (problem) => elementsC(matmulSizes(problem)) },
    ],
    workgroup,
    ...(workgroupBytes !== undefined && { workgroupBytes }),
    overrides: (problem) => {
      const { m, n, k } = matmulSizes(problem);
      return { ...constants, M: m, N: n, K: k };
    },
    lengths: (problem) => {
      const sizes = matmulSizes(problem);
      return { A_LENGTH: elementsA(sizes) / lanes, B_LENGTH: elementsB(sizes) / lanes, C_LENGTH: elementsC(sizes) };
    },
    workgroups: (problem) => {
      const { m, n } = matmulSizes(problem);
      return [Math.ceil(n / tile.columns), Math.ceil(m / tile.rows), 1];
    },
    cost: (problem, widths: AccessWidths) => {
      const sizes = matmulSizes(problem);
      return matmulCost(sizes, tile, workgroup[0] * workgroup[1] * workgroup[2], accesses(sizes), widths);
    },
    reference: (problem, inputs) => {
      const [a, b] = inputs;
      if (!a || !b) throw new Error(`${id} needs the inputs A and B`);
      return matmulReference(matmulSizes(problem), a, b);
    },
  });
}
