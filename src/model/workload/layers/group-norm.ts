import { formatShape } from '#core/format.ts';
import { ok } from '#core/result.ts';
import { boolean, defineKind, integer, oneInput } from '../define-kind.ts';
import { elementsOf, shapeFault } from '../shape.ts';
import { normalisationOp, normFlop, scaleAndShift } from './statistics.ts';

export const groupNorm = defineKind({
  kind: 'group-norm',
  title: 'Group normalisation',
  category: 'normalisation',
  describe: 'Normalises groups of channels of each sample by their own mean and variance, whatever the batch.',
  fields: {
    groups: integer('Groups', { default: 32, max: 65_536 }),
    affine: boolean('Scale and shift', true, 'Trainable γ and β for each channel.'),
  },
  inputs: oneInput,
  infer: ({ groups }, [input]) => {
    const [, channels] = input;
    if (channels === undefined)
      return shapeFault(`takes batch × channels × … and its input is ${formatShape(input)}; put a reshape before it`);
    if (channels % groups !== 0)
      return shapeFault(
        `${groups} groups do not divide ${channels} channels of ${formatShape(input)}; choose a number that does`,
      );
    return ok([input]);
  },
  weights: ({ affine }, [input]) => scaleAndShift(input[1] ?? 1, affine, affine),
  ops: ({ groups, affine }, [input]) => {
    const [batch = 1, channels = 1] = input;
    const sample = elementsOf(input) / batch;
    const weights = scaleAndShift(channels, affine, affine);
    const computes = { name: 'group-norm', channels, inner: sample / channels, groups } as const;
    return [normalisationOp(input, sample / groups, weights, normFlop(affine, affine), computes)];
  },
});
