import { linear, relu } from './parts.ts';
import type { StackPreset } from './preset.ts';

export const mlp: StackPreset = {
  id: 'mlp',
  name: 'MLP',
  describe: 'A perceptron for 28 × 28 digits with hidden layers of 512 and 256.',
  options: {},
  build: () => ({
    id: 'mlp',
    name: 'MLP',
    input: { shape: [784] },
    layers: [linear('fc1', 512), relu('relu1'), linear('fc2', 256), relu('relu2'), linear('fc3', 10)],
  }),
};
