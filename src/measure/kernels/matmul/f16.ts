import source from '#shaders/matmul/f16.wgsl?raw';
import { type Blocks, blockLoads, blockOutputs, blockTile } from './blocks.ts';
import { matmulKernel } from './family.ts';
import { HALVES } from './operands.ts';
import { ownStores } from './tile-accesses.ts';

const BLOCKS: Blocks = { across: 8, down: 8, slices: 1 };
const TILE = blockTile(BLOCKS);

export const f16 = matmulKernel({
  id: 'matmul/f16',
  title: 'Matmul, f16',
  teaches:
    'Operands of half the width, and sums of sixteen steps of K in them: half the bytes, and up to twice the multiply-adds where two share a register, as long as no sum passes 65,504.',
  source,
  requires: { features: ['shader-f16'] },
  workgroup: [BLOCKS.across, BLOCKS.down, 1],
  tile: TILE,
  vectors: true,
  operands: HALVES,
  accesses: (sizes) => [...blockLoads(sizes, BLOCKS), ...ownStores(sizes, TILE, blockOutputs(BLOCKS))],
});
