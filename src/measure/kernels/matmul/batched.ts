import { bytes, flops } from '#core/units.ts';
import mainSource from '#shaders/matmul/batched.wgsl?raw';
import operandSource from '#shaders/matmul/parts/operands.wgsl?raw';
import outputSource from '#shaders/matmul/parts/plain-output.wgsl?raw';
import { ELEMENT } from '../access/tally.ts';
import type { Kernel, Problem } from '../kernel.ts';
import { sizeOf } from '../problem.ts';
import { batchedReference } from './batched-reference.ts';
import { type Blocks, blockOutputs, blockTile, columnLoads, rowLoads } from './blocks.ts';
import { type MatmulSizes, type TileAccess, tallyTiles } from './cost.ts';
import { matmulSizes, SIZES, TRANSPOSED } from './family.ts';
import { ownStores } from './tile-accesses.ts';

const BLOCKS: Blocks = { across: 8, down: 8, slices: 1 };
const TILE = blockTile(BLOCKS);

/** How many products there are, and how far apart their operands lie: 0 where all have one. */
export interface Batch {
  readonly sizes: MatmulSizes;
  readonly count: number;
  readonly transposed: boolean;
  readonly strides: { readonly a: number; readonly b: number };
}

export function batchOf(problem: Problem): Batch {
  const sizes = matmulSizes(problem);
  const { m, n, k } = sizes;
  const shared = sizeOf(problem, 'broadcast');
  return {
    sizes,
    count: sizeOf(problem, 'batch'),
    transposed: sizeOf(problem, 'transposed') === 1,
    strides: { a: shared === 1 ? 0 : m * k, b: shared === 2 ? 0 : k * n },
  };
}

/** Elements of A of all products, and of B. */
const elementsOf = ({ sizes: { m, n, k }, count, strides }: Batch) => ({
  a: m * k * (strides.a === 0 ? 1 : count),
  b: k * n * (strides.b === 0 ? 1 : count),
  c: m * n * count,
});
const vectors = (elements: number): number => Math.ceil(elements / 4);

export const batched = Object.freeze<Kernel>({
  id: 'matmul/batched',
  family: 'matmul',
  title: 'Matmul, many of one shape',
  teaches:
    'Many small products in one dispatch, as the heads of attention are: one alone would leave most of a GPU idle, and each would pay for its own dispatch.',
  source: mainSource + operandSource + outputSource,
  entryPoint: 'main',
  sizes: [
    { key: 'batch', label: 'Products', min: 1, max: 65_535, default: 8 },
    ...SIZES.map((size) => ({ ...size, default: 64 })),
    TRANSPOSED,
    { key: 'broadcast', label: 'Shared by all products: 0 nothing, 1 A, 2 B', min: 0, max: 2, default: 0 },
  ],
  bindings: [
    { name: 'a', access: 'read', elements: (problem) => 4 * vectors(elementsOf(batchOf(problem)).a) },
    { name: 'b', access: 'read', elements: (problem) => 4 * vectors(elementsOf(batchOf(problem)).b) },
    { name: 'c', access: 'write', elements: (problem) => elementsOf(batchOf(problem)).c },
  ],
  workgroup: [BLOCKS.across, BLOCKS.down, 1],
  overrides: (problem) => {
    const { sizes, transposed, strides } = batchOf(problem);
    return {
      M: sizes.m,
      N: sizes.n,
      K: sizes.k,
      TRANSPOSED: transposed ? 1 : 0,
      A_STRIDE: strides.a,
      B_STRIDE: strides.b,
    };
  },
  lengths: (problem) => {
    const { a, b, c } = elementsOf(batchOf(problem));
    return { A_LENGTH: vectors(a), B_LENGTH: vectors(b), C_LENGTH: c };
  },
  workgroups: (problem) => {
    const { sizes, count } = batchOf(problem);
    return [Math.ceil(sizes.n / TILE.columns), Math.ceil(sizes.m / TILE.rows), count];
  },
  cost: (problem, widths) => {
    const batch = batchOf(problem);
    const { sizes, count, transposed, strides } = batch;
    const { m, n, k } = sizes;
    const each = (stride: number, accesses: readonly TileAccess[]): TileAccess[] =>
      accesses.map((access) => ({ ...access, products: [{ stride, count }] }));
    const accesses = [
      ...each(strides.a, rowLoads(sizes, BLOCKS)),
      ...each(strides.b, columnLoads(sizes, BLOCKS, transposed)),
      ...each(m * n, ownStores(sizes, TILE, blockOutputs(BLOCKS))),
    ];
    const { a, b, c } = elementsOf(batch);
    const tiled = m * k * Math.ceil(n / TILE.columns) + k * n * Math.ceil(m / TILE.rows) + m * n;
    return tallyTiles(sizes, TILE, BLOCKS.across * BLOCKS.down, accesses, widths).cost({
      flop: flops(2 * m * n * k * count),
      tiled: bytes(ELEMENT * tiled * count),
      compulsory: bytes(ELEMENT * (a + b + c)),
    });
  },
  reference: (problem, [a, b]) => {
    if (!a || !b) throw new Error('matmul/batched needs the inputs a and b');
    return batchedReference(batchOf(problem), a, b);
  },
});
