import { boolean, defineKind, oneInput } from '../define-kind.ts';
import { dilationField, kernelField, paddingField, strideField } from '../window.ts';
import { inferPool, poolOp } from './pooling.ts';

export const maxPool = defineKind({
  kind: 'max-pool',
  title: 'Max pooling',
  category: 'pooling',
  describe: 'Keeps the largest element under each position of a window.',
  fields: {
    kernel: kernelField(2),
    stride: strideField(2),
    padding: paddingField,
    dilation: dilationField,
    ceilMode: boolean('Round up', false, 'Let the last window hang over the end (ceil_mode).'),
  },
  inputs: oneInput,
  infer: (fields, [input]) => inferPool(fields, input),
  // A window of n elements takes n − 1 comparisons.
  ops: (fields, [input], [output]) => [poolOp('max-pool', fields, input, output, (taps) => taps - 1)],
});
