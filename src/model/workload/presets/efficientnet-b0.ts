import { type InvertedResidual, invertedResiduals } from './inverted-residual.ts';
import { activation, batchNorm, conv, flatten, IMAGE, layer, linear } from './parts.ts';
import type { StackPreset } from './preset.ts';

/** Tan 2019, table 1: expansion, kernel, stride of the first block, output channels, blocks. */
const STAGES = [
  [1, 3, 1, 16, 1],
  [6, 3, 2, 24, 2],
  [6, 5, 2, 40, 2],
  [6, 3, 2, 80, 3],
  [6, 5, 1, 112, 3],
  [6, 5, 2, 192, 4],
  [6, 3, 1, 320, 1],
] as const;

function blocks() {
  const named: { name: string; block: InvertedResidual }[] = [];
  let inChannels = 32;
  for (const [stage, [expansion, kernel, firstStride, outChannels, count]] of STAGES.entries())
    for (let index = 0; index < count; index++) {
      const stride = index === 0 ? firstStride : 1;
      // The squeeze is a quarter of what comes in, not of what it is expanded to.
      const squeeze = { channels: inChannels / 4, activation: 'silu', gate: 'sigmoid' };
      const expanded = expansion * inChannels;
      named.push({
        name: `features.${stage + 1}.${index}`,
        block: { inChannels, expanded, outChannels, kernel, stride, activation: 'silu', squeeze },
      });
      inChannels = outChannels;
    }
  return named;
}

export const efficientnetB0: StackPreset = {
  id: 'efficientnet-b0',
  name: 'EfficientNet-B0',
  describe: 'torchvision efficientnet_b0 on 224 × 224 (Tan 2019).',
  options: {},
  build: () => ({
    id: 'efficientnet-b0',
    name: 'EfficientNet-B0',
    input: IMAGE,
    layers: [
      conv('features.0.0', 32, 3, { stride: [2], padding: [1], bias: false }),
      batchNorm('features.0.1'),
      activation('features.0.2', 'silu'),
      ...invertedResiduals(blocks(), 'features.0.2', 'block'),
      conv('features.8.0', 1280, 1, { bias: false }),
      batchNorm('features.8.1'),
      activation('features.8.2', 'silu'),
      layer('global-average-pool', 'avgpool'),
      flatten('flatten'),
      linear('classifier.1', 1000),
    ],
  }),
};
