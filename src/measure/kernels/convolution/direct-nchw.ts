import source from '#shaders/convolution/direct-nchw.wgsl?raw';
import { convolutionKernel } from './family.ts';
import { planeCost } from './plane-cost.ts';
import { CONVOLUTION_SIZES, groupsFit, outPixels } from './shape.ts';
import { groupBlocks, type PlaneTile } from './tile.ts';

const TILE: PlaneTile = { across: 64, down: 1, slots: 1, channels: 4, blocks: groupBlocks(4) };

export const directNchw = convolutionKernel({
  id: 'convolution/direct-nchw',
  title: 'Convolution, direct, channels first',
  teaches:
    'The sum as it is defined, with each channel a plane of its own: neighbouring invocations read neighbouring pixels, and all of them the same weight.',
  source,
  sizes: CONVOLUTION_SIZES,
  misfit: groupsFit,
  workgroup: [64, 1, 1],
  workgroups: (shape) => [Math.ceil(outPixels(shape) / 64), TILE.blocks(shape).length, shape.batch],
  cost: (shape, widths) => planeCost(shape, TILE, widths),
});
