import { formatShape } from '#core/format.ts';
import { ok } from '#core/result.ts';
import { boolean, defineKind, oneInput } from '../define-kind.ts';
import type { WeightTensor } from '../layer.ts';
import { elementsOf, shapeFault } from '../shape.ts';

/**
 * Inference: one multiplication and one addition for each element, with γ/√(σ² + ε) and its shift made once a channel and not
 * counted. The running mean and variance are buffers: stored, not trained. PyTorch's num_batches_tracked is left out.
 */
export const batchNorm = defineKind({
  kind: 'batch-norm',
  title: 'Batch normalisation',
  category: 'normalisation',
  describe: 'Scales and shifts each channel by statistics kept from training: a pass over memory with hardly any work.',
  fields: { affine: boolean('Scale and shift', true, 'Trainable γ and β for each channel.') },
  inputs: oneInput,
  infer: (_, [input]) =>
    input.length < 2
      ? shapeFault(`takes batch × channels × … and its input is ${formatShape(input)}; put a reshape before it`)
      : ok([input]),
  weights: ({ affine }, [input]) => {
    const shape = [input[1] ?? 1];
    const trained: WeightTensor[] = affine
      ? [
          { name: 'weight', shape, trainable: true },
          { name: 'bias', shape, trainable: true },
        ]
      : [];
    return [
      ...trained,
      { name: 'running_mean', shape, trainable: false },
      { name: 'running_var', shape, trainable: false },
    ];
  },
  ops: ({ affine }, [input]) => {
    const elements = elementsOf(input);
    const [batch = 1, channels = 1] = input;
    const weightElements = (affine ? 4 : 2) * channels;
    const computes = { name: 'batch-norm', channels, inner: elements / (batch * channels) } as const;
    return [{ op: 'map', elements, operands: [elements], weightElements, flopPerElement: 2, computes }];
  },
});
