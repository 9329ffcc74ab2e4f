import { activation, conv, flatten, layer, linear } from './parts.ts';
import type { StackPreset } from './preset.ts';

const tanh = (name: string) => activation(name, 'tanh');
const pool = (name: string) => layer('average-pool', name, { kernel: [2], stride: [2] });

export const lenet5: StackPreset = {
  id: 'lenet5',
  name: 'LeNet-5',
  describe:
    'The form taught today, on 32 × 32 digits: second convolution fully connected, pooling without weights (LeCun 1998 had both otherwise).',
  options: {},
  build: () => ({
    id: 'lenet5',
    name: 'LeNet-5',
    input: { shape: [1, 32, 32] },
    layers: [
      conv('conv1', 6, 5),
      tanh('tanh1'),
      pool('pool1'),
      conv('conv2', 16, 5),
      tanh('tanh2'),
      pool('pool2'),
      flatten('flatten'),
      linear('fc1', 120),
      tanh('tanh3'),
      linear('fc2', 84),
      tanh('tanh4'),
      linear('fc3', 10),
    ],
  }),
};
