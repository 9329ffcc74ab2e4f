import { boolean, defineKind, oneInput } from '../define-kind.ts';
import { kernelField, paddingField, strideField } from '../window.ts';
import { inferPool, poolOp } from './pooling.ts';

export const averagePool = defineKind({
  kind: 'average-pool',
  title: 'Average pooling',
  category: 'pooling',
  describe: 'Averages the elements under each position of a window.',
  fields: {
    kernel: kernelField(2),
    stride: strideField(2),
    padding: paddingField,
    ceilMode: boolean('Round up', false, 'Let the last window hang over the end (ceil_mode).'),
  },
  inputs: oneInput,
  infer: (fields, [input]) => inferPool(fields, input),
  // A window of n elements takes n − 1 additions and a division.
  ops: (fields, [input], [output]) => [poolOp('average-pool', fields, input, output, (taps) => taps)],
});
