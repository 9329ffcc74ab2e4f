import { boolean, defineKind, integer, oneInput } from '../define-kind.ts';
import { dilationField, kernelField, paddingField, strideField } from '../window.ts';
import { convolutionOp, convolutionWeights, inferConvolution } from './convolution.ts';

export const conv2d = defineKind({
  kind: 'conv2d',
  title: 'Convolution',
  category: 'convolution',
  describe: 'Slides a kernel over height and width; every output channel sums over the input channels of its group.',
  fields: {
    outChannels: integer('Output channels', { default: 64 }),
    kernel: kernelField(3),
    stride: strideField(1),
    padding: paddingField,
    dilation: dilationField,
    groups: integer('Groups', { default: 1, help: 'Divides input and output channels; 1 is dense.' }),
    bias: boolean('Bias', true),
  },
  inputs: oneInput,
  infer: (fields, [input]) => inferConvolution(fields, input),
  weights: (fields, [input]) => convolutionWeights(fields, input),
  ops: (fields, [input], [output]) => [convolutionOp(fields, input, output)],
});
