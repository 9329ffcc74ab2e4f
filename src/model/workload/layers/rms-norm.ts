import { ok } from '#core/result.ts';
import { boolean, defineKind, oneInput } from '../define-kind.ts';
import { lastOf } from '../shape.ts';
import { normalisationOp, scaleAndShift } from './statistics.ts';

export const rmsNorm = defineKind({
  kind: 'rms-norm',
  title: 'RMS normalisation',
  category: 'normalisation',
  describe: 'Divides each token by the root mean square of its last axis, then scales it.',
  fields: { affine: boolean('Scale', true, 'A trainable γ for each feature.') },
  inputs: oneInput,
  infer: (_, [input]) => ok([input]),
  weights: ({ affine }, [input]) => scaleAndShift(lastOf(input), affine, false),
  // Square and add, multiply by 1/rms, and the scale.
  ops: ({ affine }, [input]) => {
    const features = lastOf(input);
    const computes = { name: 'rms-norm' } as const;
    return [normalisationOp(input, features, scaleAndShift(features, affine, false), affine ? 4 : 3, computes)];
  },
});
