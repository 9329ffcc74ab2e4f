import { ok } from '#core/result.ts';
import { boolean, defineKind, oneInput } from '../define-kind.ts';
import { lastOf } from '../shape.ts';
import { normalisationOp, normFlop, scaleAndShift } from './statistics.ts';

export const layerNorm = defineKind({
  kind: 'layer-norm',
  title: 'Layer normalisation',
  category: 'normalisation',
  describe: 'Normalises each token over its last axis by its own mean and variance, then scales and shifts it.',
  fields: {
    affine: boolean('Scale', true, 'A trainable γ for each feature.'),
    bias: boolean('Shift', true, 'A trainable β for each feature.'),
  },
  inputs: oneInput,
  infer: (_, [input]) => ok([input]),
  weights: ({ affine, bias }, [input]) => scaleAndShift(lastOf(input), affine, bias),
  ops: ({ affine, bias }, [input]) => {
    const features = lastOf(input);
    const weights = scaleAndShift(features, affine, bias);
    const computes = { name: 'layer-norm' } as const;
    return [normalisationOp(input, features, weights, normFlop(affine, bias), computes)];
  },
});
