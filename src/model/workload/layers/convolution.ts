import { formatShape } from '#core/format.ts';
import type { LayerKind, Shape, WeightTensor } from '../layer.ts';
import type { ConvolutionOp } from '../op.ts';
import { pairOf, shaped, shapeFault } from '../shape.ts';
import { geometryOf, slide, type Window } from '../window.ts';

/** What conv2d and depthwise-conv2d share; the second is the first with a group for each channel. */
export interface Convolution extends Window {
  readonly groups: number;
  readonly outChannels: number;
  readonly bias: boolean;
}

export function inferConvolution(convolution: Convolution, input: Shape): ReturnType<LayerKind['infer']> {
  const window = slide(input, convolution);
  if (!window.ok) return window;
  const [batch = 1, channels = 1] = input;
  const { groups, outChannels } = convolution;
  if (channels % groups !== 0 || outChannels % groups !== 0)
    return shapeFault(
      `${groups} groups do not divide ${channels} channels of ${formatShape(input)} and ${outChannels} output channels; choose a number that divides both`,
    );
  return shaped(batch, outChannels, ...window.value);
}

export function convolutionWeights(convolution: Convolution, input: Shape): readonly WeightTensor[] {
  const [, channels = 1] = input;
  const { groups, outChannels, bias, kernel } = convolution;
  const weight = { name: 'weight', shape: [outChannels, channels / groups, ...pairOf(kernel)], trainable: true };
  return bias ? [weight, { name: 'bias', shape: [outChannels], trainable: true }] : [weight];
}

export function convolutionOp(convolution: Convolution, input: Shape, output: Shape): ConvolutionOp {
  const [batch = 1, inChannels = 1] = input;
  const [, outChannels = 1] = output;
  const { groups } = convolution;
  return { op: 'convolution', batch, groups, inChannels, outChannels, ...geometryOf(convolution, input, output) };
}
