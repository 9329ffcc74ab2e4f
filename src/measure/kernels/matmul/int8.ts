import source from '#shaders/matmul/int8.wgsl?raw';
import { type Blocks, blockLoads, blockOutputs, blockTile } from './blocks.ts';
import { matmulKernel } from './family.ts';
import { BYTES } from './operands.ts';
import { ownStores } from './tile-accesses.ts';

const BLOCKS: Blocks = { across: 8, down: 8, slices: 1 };
const TILE = blockTile(BLOCKS);

export const int8 = matmulKernel({
  id: 'matmul/int8',
  title: 'Matmul, int8 dot products',
  teaches:
    'Whole numbers of 8 bits, four to a word, multiplied and added up by one instruction: a quarter of the bytes and exact sums, which is what quantised networks run on.',
  source,
  requires: { languageFeatures: ['packed_4x8_integer_dot_product'] },
  workgroup: [BLOCKS.across, BLOCKS.down, 1],
  tile: TILE,
  vectors: true,
  operands: BYTES,
  // 127² times as much is 2^31, where a 32-bit sum ends.
  longestK: 131_072,
  accesses: (sizes) => [...blockLoads(sizes, BLOCKS), ...ownStores(sizes, TILE, blockOutputs(BLOCKS))],
});
