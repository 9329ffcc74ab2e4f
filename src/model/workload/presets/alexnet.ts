import { conv, flatten, IMAGE, layer, linear, relu } from './parts.ts';
import type { StackPreset } from './preset.ts';

const pool = (name: string) => layer('max-pool', name, { kernel: [3], stride: [2] });

/** The adaptive pool before the classifier keeps its 6 × 6 and is left out, as is dropout. */
export const alexnet: StackPreset = {
  id: 'alexnet',
  name: 'AlexNet',
  describe: 'torchvision alexnet on 224 × 224: the ungrouped variant of "One weird trick" (Krizhevsky 2014).',
  options: {},
  build: () => ({
    id: 'alexnet',
    name: 'AlexNet',
    input: IMAGE,
    layers: [
      conv('features.0', 64, 11, { stride: [4], padding: [2] }),
      relu('features.1'),
      pool('features.2'),
      conv('features.3', 192, 5, { padding: [2] }),
      relu('features.4'),
      pool('features.5'),
      conv('features.6', 384, 3, { padding: [1] }),
      relu('features.7'),
      conv('features.8', 256, 3, { padding: [1] }),
      relu('features.9'),
      conv('features.10', 256, 3, { padding: [1] }),
      relu('features.11'),
      pool('features.12'),
      flatten('flatten'),
      linear('classifier.1', 4096),
      relu('classifier.2'),
      linear('classifier.4', 4096),
      relu('classifier.5'),
      linear('classifier.6', 1000),
    ],
  }),
};
