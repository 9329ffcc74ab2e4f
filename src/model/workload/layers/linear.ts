import { boolean, defineKind, integer, layerName, oneInput } from '../define-kind.ts';
import type { WeightTensor } from '../layer.ts';
import { elementsOf, lastOf, shaped, withLast } from '../shape.ts';

export const linear = defineKind({
  kind: 'linear',
  title: 'Linear',
  category: 'matmul',
  describe: 'Multiplies the last axis by a weight matrix: one matrix product over all tokens of the batch.',
  fields: {
    outFeatures: integer('Output features', { default: 1000 }),
    bias: boolean('Bias', true),
    tiedTo: layerName('Weights tied to', 'An earlier layer that owns the same matrix, such as the token embedding.'),
  },
  inputs: oneInput,
  infer: ({ outFeatures }, [input]) => shaped(...withLast(input, outFeatures)),
  weights: ({ outFeatures, bias, tiedTo }, [input]) => {
    const weights: WeightTensor[] = [
      { name: 'weight', shape: [outFeatures, lastOf(input)], trainable: true, ...(tiedTo !== '' && { tied: true }) },
    ];
    if (bias) weights.push({ name: 'bias', shape: [outFeatures], trainable: true });
    return weights;
  },
  ops: ({ outFeatures }, [input]) => {
    const k = lastOf(input);
    return [
      { op: 'matmul', batch: 1, m: elementsOf(input) / k, n: outFeatures, k, right: 'weight', rightTransposed: true },
    ];
  },
});
