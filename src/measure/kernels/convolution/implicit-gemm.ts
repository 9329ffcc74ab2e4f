import source from '#shaders/convolution/implicit-gemm.wgsl?raw';
import { convolutionKernel } from './family.ts';
import { planeCost } from './plane-cost.ts';
import { outPixels, sizesWith } from './shape.ts';
import { groupBlocks, type PlaneTile, tilePixels } from './tile.ts';

const TILE: PlaneTile = { across: 16, down: 4, slots: 4, channels: 8, blocks: groupBlocks(8) };

export const implicitGemm = convolutionKernel({
  id: 'convolution/implicit-gemm',
  title: 'Convolution, implicit matrix product',
  teaches:
    'The product of the weights and a matrix of patches that is never written: an element gathered from the input serves eight channels from its register, a weight four pixels.',
  source,
  sizes: sizesWith({ groups: 1 }),
  workgroup: [TILE.across, TILE.down, 1],
  workgroups: (shape) => [
    Math.ceil(outPixels(shape) / tilePixels(TILE)),
    Math.ceil(shape.outChannels / (TILE.channels * TILE.down)),
    shape.batch,
  ],
  cost: (shape, widths) => planeCost(shape, TILE, widths),
});
