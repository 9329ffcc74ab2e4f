import source from '#shaders/convolution/pointwise.wgsl?raw';
import { convolutionKernel } from './family.ts';
import { planeCost } from './plane-cost.ts';
import { convolutionShape, outPixels, sizesWith } from './shape.ts';
import { groupBlocks, type PlaneTile, tilePixels } from './tile.ts';

const TILE: PlaneTile = { across: 16, down: 4, slots: 4, channels: 8, clamped: true, blocks: groupBlocks(8) };
const ONE = { kernelHeight: 1, kernelWidth: 1, strideHeight: 1, strideWidth: 1, dilationHeight: 1, dilationWidth: 1 };

export const pointwiseConvolution = convolutionKernel({
  id: 'convolution/pointwise',
  title: 'Convolution, 1×1',
  teaches:
    'With one tap there is no window: a 1×1 convolution is a plain matrix product of weights and pixels, and its intensity grows with the channels.',
  source,
  sizes: sizesWith({ ...ONE, padTop: 0, padLeft: 0, groups: 1 }),
  misfit: (problem) => {
    const { inHeight, inWidth, outHeight, outWidth } = convolutionShape(problem);
    if (outHeight !== inHeight) return `Output height must be the input height, ${inHeight}.`;
    return outWidth === inWidth ? null : `Output width must be the input width, ${inWidth}.`;
  },
  workgroup: [TILE.across, TILE.down, 1],
  workgroups: (shape) => [
    Math.ceil(outPixels(shape) / tilePixels(TILE)),
    Math.ceil(shape.outChannels / (TILE.channels * TILE.down)),
    shape.batch,
  ],
  cost: (shape, widths) => planeCost(shape, TILE, widths),
});
