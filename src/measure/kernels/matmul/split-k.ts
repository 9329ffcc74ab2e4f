import source from '#shaders/matmul/split-k.wgsl?raw';
import type { Kernel } from '../kernel.ts';
import { type Blocks, blockLoads, blockTile } from './blocks.ts';
import { matmulKernel } from './family.ts';
import { coalescedStores } from './tile-accesses.ts';

const SLICES = 16;

/** The program splits K; its shape says which matrices it is for. */
function split(text: Pick<Kernel, 'id' | 'title' | 'teaches'>, across: number, down: number): Kernel {
  const blocks: Blocks = { across, down, slices: SLICES };
  const tile = blockTile(blocks);
  const invocations = across * down * SLICES;
  return matmulKernel({
    ...text,
    source,
    workgroup: [across, down, SLICES],
    workgroupBytes: 4 * SLICES * tile.rows * tile.columns,
    tile,
    constants: { ACROSS: across, DOWN: down },
    vectors: true,
    // With one row, its three neighbours are not computed.
    accesses: (sizes) => [
      ...blockLoads(sizes, blocks, sizes.m === 1 ? 1 : 4),
      ...coalescedStores(sizes, tile, invocations),
    ],
  });
}

export const splitK = split(
  {
    id: 'matmul/split-k',
    title: 'Matmul, split along K',
    teaches:
      'Sixteen invocations share the sum of each output: a small result of long rows then has work for many invocations, at the price of adding up their parts.',
  },
  4,
  2,
);

export const smallM = split(
  {
    id: 'matmul/small-m',
    title: 'Matmul, few rows',
    teaches:
      'Four rows of A against wide runs of B, as when a language model decodes: each element of B is read once for all four, and the rate at which memory gives it is the limit.',
  },
  8,
  1,
);
