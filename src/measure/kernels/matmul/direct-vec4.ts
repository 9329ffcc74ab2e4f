import source from '#shaders/matmul/direct-vec4.wgsl?raw';
import { type Blocks, blockLoads, blockOutputs, blockTile } from './blocks.ts';
import { matmulKernel } from './family.ts';
import { ownStores } from './tile-accesses.ts';

const BLOCKS: Blocks = { across: 8, down: 8, slices: 1 };
const TILE = blockTile(BLOCKS);

export const directVec4 = matmulKernel({
  id: 'matmul/direct-vec4',
  title: 'Matmul, register tiles, no workgroup memory',
  teaches:
    'Register tiles fed by vec4 loads straight from memory, with no barrier: where the cache keeps what neighbours share, workgroup memory is a copy too many.',
  source,
  workgroup: [BLOCKS.across, BLOCKS.down, 1],
  tile: TILE,
  vectors: true,
  accesses: (sizes) => [...blockLoads(sizes, BLOCKS), ...ownStores(sizes, TILE, blockOutputs(BLOCKS))],
});
