import { boolean, defineKind, integer, oneInput } from '../define-kind.ts';
import type { Shape } from '../layer.ts';
import { dilationField, kernelField, paddingField, strideField, type Window } from '../window.ts';
import { type Convolution, convolutionOp, convolutionWeights, inferConvolution } from './convolution.ts';

function grouped(
  fields: Required<Omit<Window, 'ceilMode'>> & { multiplier: number; bias: boolean },
  input: Shape,
): Convolution {
  const [, channels = 1] = input;
  const { multiplier, kernel, stride, padding, dilation, bias } = fields;
  return { groups: channels, outChannels: channels * multiplier, kernel, stride, padding, dilation, bias };
}

export const depthwiseConv2d = defineKind({
  kind: 'depthwise-conv2d',
  title: 'Depthwise convolution',
  category: 'convolution',
  describe: 'Convolves each channel by itself: few multiplications for each element moved, so its intensity is low.',
  fields: {
    multiplier: integer('Channel multiplier', {
      default: 1,
      max: 1024,
      help: 'Output channels for each input channel.',
    }),
    kernel: kernelField(3),
    stride: strideField(1),
    padding: paddingField,
    dilation: dilationField,
    bias: boolean('Bias', true),
  },
  inputs: oneInput,
  infer: (fields, [input]) => inferConvolution(grouped(fields, input), input),
  weights: (fields, [input]) => convolutionWeights(grouped(fields, input), input),
  ops: (fields, [input], [output]) => [convolutionOp(grouped(fields, input), input, output)],
});
