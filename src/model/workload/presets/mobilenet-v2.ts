import { type InvertedResidual, invertedResiduals } from './inverted-residual.ts';
import { activation, batchNorm, conv, flatten, IMAGE, layer, linear } from './parts.ts';
import type { StackPreset } from './preset.ts';

/** Sandler 2018, table 2: expansion, output channels, blocks, stride of the first. */
const STAGES = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

function blocks() {
  const named: { name: string; block: InvertedResidual }[] = [];
  let inChannels = 32;
  for (const [expansion, outChannels, count, firstStride] of STAGES)
    for (let index = 0; index < count; index++) {
      const stride = index === 0 ? firstStride : 1;
      const expanded = expansion * inChannels;
      named.push({
        name: `features.${named.length + 1}`,
        block: { inChannels, expanded, outChannels, kernel: 3, stride, activation: 'relu6' },
      });
      inChannels = outChannels;
    }
  return named;
}

export const mobilenetV2: StackPreset = {
  id: 'mobilenet-v2',
  name: 'MobileNetV2',
  describe: 'torchvision mobilenet_v2 on 224 × 224, width 1.0 (Sandler 2018).',
  options: {},
  build: () => ({
    id: 'mobilenet-v2',
    name: 'MobileNetV2',
    input: IMAGE,
    layers: [
      conv('features.0.0', 32, 3, { stride: [2], padding: [1], bias: false }),
      batchNorm('features.0.1'),
      activation('features.0.2', 'relu6'),
      ...invertedResiduals(blocks(), 'features.0.2', 'conv'),
      conv('features.18.0', 1280, 1, { bias: false }),
      batchNorm('features.18.1'),
      activation('features.18.2', 'relu6'),
      layer('global-average-pool', 'avgpool'),
      flatten('flatten'),
      linear('classifier.1', 1000),
    ],
  }),
};
