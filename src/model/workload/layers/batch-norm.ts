import { formatShape } from '#core/format.ts';
import { ok } from '#core/result.ts';
import { boolean, defineKind, oneInput } from '../define-kind.ts';
import { elementsOf, shapeFault } from '../shape.ts';
import { scaleAndShift } from './statistics.ts';

/**
 * Inference: one multiplication and one addition for each element, with γ/√(σ² + ε) and its shift made once a channel and not
 * counted. The running mean and variance are buffers: stored, not trained. PyTorch's num_batches_tracked is left out.
 */
export const batchNorm = defineKind({
  kind: 'batch-norm',
  title: 'Batch normalisation',
  category: 'normalisation',
  describe: 'Scales and shifts each channel by statistics kept from training: a pass over memory with hardly any work.',
  fields: {
    affine: boolean('Scale and shift', true, 'Trainable γ and β for each channel.'),
    scale: boolean('Scale', true, 'Of scale and shift, the γ.'),
    shift: boolean('Shift', true, 'Of scale and shift, the β.'),
  },
  inputs: oneInput,
  infer: (_, [input]) =>
    input.length < 2
      ? shapeFault(`takes batch × channels × … and its input is ${formatShape(input)}; put a reshape before it`)
      : ok([input]),
  weights: ({ affine, scale, shift }, [input]) => {
    const shape = [input[1] ?? 1];
    const trained = scaleAndShift(input[1] ?? 1, affine && scale, affine && shift);
    return [
      ...trained,
      { name: 'running_mean', shape, trainable: false },
      { name: 'running_var', shape, trainable: false },
    ];
  },
  ops: ({ affine, scale, shift }, [input]) => {
    const elements = elementsOf(input);
    const [batch = 1, channels = 1] = input;
    const trained = affine ? Number(scale) + Number(shift) : 0;
    const weightElements = (2 + trained) * channels;
    const map = { op: 'map', elements, operands: [elements], weightElements, flopPerElement: 2 } as const;
    // Kernels know both or neither.
    if (trained === 1) return [map];
    return [{ ...map, computes: { name: 'batch-norm', channels, inner: elements / (batch * channels) } }];
  },
});
