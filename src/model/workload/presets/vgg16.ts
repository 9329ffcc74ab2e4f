import type { Layer } from '../layer.ts';
import { conv, flatten, IMAGE, layer, linear, relu } from './parts.ts';
import type { StackPreset } from './preset.ts';

/** Simonyan 2014, table 1, column D; 0 is a pool. */
const WIDTHS = [64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0];

/** torchvision numbers convolutions, their ReLUs and pools in one sequence. */
function features(): Layer[] {
  const layers: Layer[] = [];
  for (const width of WIDTHS) {
    const name = () => `features.${layers.length}`;
    if (width === 0) layers.push(layer('max-pool', name()));
    else {
      layers.push(conv(name(), width, 3, { padding: [1] }));
      layers.push(relu(name()));
    }
  }
  return layers;
}

/** The adaptive pool before the classifier keeps its 7 × 7 and is left out, as is dropout. */
export const vgg16: StackPreset = {
  id: 'vgg16',
  name: 'VGG-16',
  describe: 'torchvision vgg16 on 224 × 224, without batch normalisation (Simonyan 2014, configuration D).',
  options: {},
  build: () => ({
    id: 'vgg16',
    name: 'VGG-16',
    input: IMAGE,
    layers: [
      ...features(),
      flatten('flatten'),
      linear('classifier.0', 4096),
      relu('classifier.1'),
      linear('classifier.3', 4096),
      relu('classifier.4'),
      linear('classifier.6', 1000),
    ],
  }),
};
