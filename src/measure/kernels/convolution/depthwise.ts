import source from '#shaders/convolution/depthwise.wgsl?raw';
import { convolutionKernel } from './family.ts';
import { planeCost } from './plane-cost.ts';
import { convolutionShape, outPixels, sizesWith } from './shape.ts';
import { type PlaneTile, tilePixels } from './tile.ts';

const TILE: PlaneTile = {
  across: 16,
  down: 4,
  slots: 4,
  channels: 1,
  blocks: ({ inChannels, outChannels }) =>
    Array.from({ length: outChannels }, (_, first) => ({
      first,
      end: first + 1,
      plane: Math.floor((first * inChannels) / outChannels),
    })),
};

export const depthwise = convolutionKernel({
  id: 'convolution/depthwise',
  title: 'Convolution, depthwise',
  teaches:
    'Each channel is filtered by itself: a handful of multiply-adds for each element read, so that memory sets the pace and not arithmetic.',
  source,
  sizes: sizesWith({}, { groups: 32 }),
  misfit: (problem) => {
    const { inChannels, outChannels, groups } = convolutionShape(problem);
    if (groups !== inChannels) return `Groups must be as many as the input channels, ${inChannels}.`;
    return outChannels % inChannels === 0
      ? null
      : `Output channels must be a multiple of the input channels, ${inChannels}.`;
  },
  workgroup: [TILE.across, TILE.down, 1],
  workgroups: (shape) => [
    Math.ceil(outPixels(shape) / tilePixels(TILE)),
    Math.ceil(shape.outChannels / TILE.down),
    shape.batch,
  ],
  cost: (shape, widths) => planeCost(shape, TILE, widths),
});
