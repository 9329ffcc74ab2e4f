import source from '#shaders/convolution/direct-nhwc.wgsl?raw';
import { convolutionKernel } from './family.ts';
import { lineCost } from './line-cost.ts';
import { lineReference } from './reference.ts';
import { outPixels, sizesWith } from './shape.ts';

const INVOCATIONS = 64;
/** Of one invocation. */
const PIXELS = 4;

/** x and y are [batch][height][width][channel], weights [height][width][in][out]. */
export const directNhwc = convolutionKernel({
  id: 'convolution/direct-nhwc',
  title: 'Convolution, direct, channels last',
  teaches:
    'The same sums with all channels of a pixel side by side: neighbouring invocations read neighbouring weights, and all of them the same pixel.',
  source,
  sizes: sizesWith({ groups: 1 }),
  workgroup: [INVOCATIONS, 1, 1],
  workgroups: (shape) => [
    Math.ceil(shape.outChannels / INVOCATIONS),
    Math.ceil(outPixels(shape) / PIXELS),
    shape.batch,
  ],
  cost: (shape, widths) => lineCost(shape, INVOCATIONS, PIXELS, widths),
  reference: lineReference,
});
