import source from '#shaders/matmul/subgroup.wgsl?raw';
import { type Blocks, blockOutputs, blockTile, columnLoads } from './blocks.ts';
import type { MatmulSizes, Tile, TileAccess } from './cost.ts';
import { matmulKernel } from './family.ts';
import { ownStores } from './tile-accesses.ts';

const BLOCKS: Blocks = { across: 16, down: 8, slices: 1 };
const BLOCK = 4;
const TILE: Tile = { ...blockTile(BLOCKS), depth: BLOCKS.across };

/** Invocations that read for one another: all of a small subgroup, a row of outputs of a large one. */
const spanOf = (subgroupWidth: number): number => Math.min(subgroupWidth, BLOCKS.across);

/** Each invocation reads one step of K of its four rows, for all that share them. */
const sharedRows = ({ k }: MatmulSizes, span: number): readonly TileAccess[] =>
  Array.from({ length: BLOCK }, (_, below) => ({
    width: 1,
    step: { rows: TILE.rows * k, columns: 0, depth: span },
    offset: (lane, extent) => {
      const row = BLOCK * Math.floor(lane / BLOCKS.across);
      const step = lane % span;
      return row < extent.rows && step < extent.depth ? Math.min(row + below, extent.rows - 1) * k + step : null;
    },
  }));

/** One step of K of B after the other, four columns each; as many as there are invocations that share. */
const columns = (sizes: MatmulSizes, span: number): readonly TileAccess[] =>
  columnLoads({ ...sizes, k: 1 }, BLOCKS)
    .slice(0, sizes.n % BLOCK === 0 ? 1 : BLOCK)
    .flatMap((load) =>
      Array.from({ length: span }, (_, part) => ({
        ...load,
        step: { ...load.step, depth: span * sizes.n },
        offset: (lane: number, extent: Tile) => {
          const at = part < extent.depth ? load.offset(lane, { ...extent, depth: 1 }) : null;
          return at === null ? null : at + part * sizes.n;
        },
      })),
    );

export const subgroup = matmulKernel({
  id: 'matmul/subgroup',
  title: 'Matmul, operands shared in a subgroup',
  teaches:
    'What one invocation of a subgroup has read, its neighbours take from its register: each element of A is asked of memory once for all of them, with no workgroup memory and no barrier.',
  source,
  requires: { features: ['subgroups'] },
  workgroup: [BLOCKS.across * BLOCKS.down, 1, 1],
  // The counter from which subgroups draw their places.
  workgroupBytes: 4,
  tile: TILE,
  depth: spanOf,
  vectors: true,
  accesses: (sizes, { subgroupWidth }) => [
    ...sharedRows(sizes, spanOf(subgroupWidth)),
    ...columns(sizes, spanOf(subgroupWidth)),
    ...ownStores(sizes, TILE, blockOutputs(BLOCKS)),
  ],
});
