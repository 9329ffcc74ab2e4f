import { invertedResiduals } from './inverted-residual.ts';
import { activation, batchNorm, conv, flatten, IMAGE, layer, linear } from './parts.ts';
import type { StackPreset } from './preset.ts';

/** Howard 2019, table 1: kernel, expanded channels, output channels, channels of the squeeze (0: none), function, stride. */
const BLOCKS = [
  [3, 16, 16, 0, 'relu', 1],
  [3, 64, 24, 0, 'relu', 2],
  [3, 72, 24, 0, 'relu', 1],
  [5, 72, 40, 24, 'relu', 2],
  [5, 120, 40, 32, 'relu', 1],
  [5, 120, 40, 32, 'relu', 1],
  [3, 240, 80, 0, 'hard-swish', 2],
  [3, 200, 80, 0, 'hard-swish', 1],
  [3, 184, 80, 0, 'hard-swish', 1],
  [3, 184, 80, 0, 'hard-swish', 1],
  [3, 480, 112, 120, 'hard-swish', 1],
  [3, 672, 112, 168, 'hard-swish', 1],
  [5, 672, 160, 168, 'hard-swish', 2],
  [5, 960, 160, 240, 'hard-swish', 1],
  [5, 960, 160, 240, 'hard-swish', 1],
] as const;

const blocks = () =>
  BLOCKS.map(([kernel, expanded, outChannels, squeeze, activation, stride], index) => ({
    name: `features.${index + 1}`,
    block: {
      inChannels: BLOCKS[index - 1]?.[2] ?? 16,
      expanded,
      outChannels,
      kernel,
      stride,
      activation,
      ...(squeeze > 0 && { squeeze: { channels: squeeze, activation: 'relu', gate: 'hard-sigmoid' } }),
    },
  }));

export const mobilenetV3Large: StackPreset = {
  id: 'mobilenet-v3-large',
  name: 'MobileNetV3 large',
  describe: 'torchvision mobilenet_v3_large on 224 × 224 (Howard 2019).',
  options: {},
  build: () => ({
    id: 'mobilenet-v3-large',
    name: 'MobileNetV3 large',
    input: IMAGE,
    layers: [
      conv('features.0.0', 16, 3, { stride: [2], padding: [1], bias: false }),
      batchNorm('features.0.1'),
      activation('features.0.2', 'hard-swish'),
      ...invertedResiduals(blocks(), 'features.0.2', 'block'),
      conv('features.16.0', 960, 1, { bias: false }),
      batchNorm('features.16.1'),
      activation('features.16.2', 'hard-swish'),
      layer('global-average-pool', 'avgpool'),
      flatten('flatten'),
      linear('classifier.0', 1280),
      activation('classifier.1', 'hard-swish'),
      linear('classifier.3', 1000),
    ],
  }),
};
