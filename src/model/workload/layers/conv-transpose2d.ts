import { formatShape } from '#core/format.ts';
import { boolean, defineKind, integer, integers, oneInput } from '../define-kind.ts';
import type { WeightTensor } from '../layer.ts';
import { pairOf, shaped, shapeFault } from '../shape.ts';
import { dilationField, geometryOf, kernelField, paddingField, sidesOf, strideField } from '../window.ts';

/** Dumoulin 2016, ch. 4. Its work is that of the convolution which takes its output to its input. */
export const convTranspose2d = defineKind({
  kind: 'conv-transpose2d',
  title: 'Transposed convolution',
  category: 'convolution',
  describe:
    'Spreads every input element over a window of its output, as a convolution backwards: it makes images larger.',
  fields: {
    outChannels: integer('Output channels', { default: 64 }),
    kernel: kernelField(2),
    stride: strideField(2),
    padding: paddingField,
    outputPadding: integers('Output padding', { default: [0], min: 0, max: 1024, minLength: 1, maxLength: 2 }),
    dilation: dilationField,
    groups: integer('Groups', { default: 1 }),
    bias: boolean('Bias', true),
  },
  inputs: oneInput,
  infer: ({ outChannels, kernel, stride, padding, outputPadding, dilation, groups }, [input]) => {
    const [batch = 1, channels = 1, ...image] = input;
    if (image.length !== 2)
      return shapeFault(
        `takes batch × channels × height × width and its input is ${formatShape(input)}; put a reshape before it`,
      );
    if (padding.length === 3) return shapeFault('padding has three numbers; give one, two or four');
    if (channels % groups !== 0 || outChannels % groups !== 0)
      return shapeFault(
        `${groups} groups do not divide ${channels} channels and ${outChannels} output channels; choose a number that divides both`,
      );
    const [top, left, bottom, right] = sidesOf(padding);
    const cut = [top + bottom, left + right];
    const sizes = image.map((extent, at) => {
      const reach = (pairOf(dilation)[at] ?? 1) * ((pairOf(kernel)[at] ?? 1) - 1) + 1;
      return (extent - 1) * (pairOf(stride)[at] ?? 1) + reach + (pairOf(outputPadding)[at] ?? 0) - (cut[at] ?? 0);
    });
    if (sizes.some((extent) => extent < 1)) return shapeFault('its padding leaves no output; lower it');
    return shaped(batch, outChannels, ...sizes);
  },
  weights: ({ outChannels, kernel, groups, bias }, [input]): readonly WeightTensor[] => {
    const weight = { name: 'weight', shape: [input[1] ?? 1, outChannels / groups, ...pairOf(kernel)], trainable: true };
    return bias ? [weight, { name: 'bias', shape: [outChannels], trainable: true }] : [weight];
  },
  ops: (fields, [input], [output]) => [
    {
      op: 'convolution',
      batch: input[0] ?? 1,
      groups: fields.groups,
      inChannels: fields.outChannels,
      outChannels: input[1] ?? 1,
      ...geometryOf(fields, output, input),
      transposed: true,
    },
  ],
});
