import type { Layer, StackItem } from '../layer.ts';
import { add, batchNorm, conv, flatten, IMAGE, layer, linear, relu, repeat } from './parts.ts';
import type { StackPreset } from './preset.ts';

const noBias = { bias: false };

/** He 2015, fig. 5 right, with the stride on the 3×3 convolution as torchvision has it (v1.5). */
function bottleneck(prefix: string, input: string, width: number, stride: number, downsample: boolean): Layer[] {
  const at = (name: string) => prefix + name;
  const main = [
    conv(at('conv1'), width, 1, noBias, [input]),
    batchNorm(at('bn1')),
    relu(at('relu1')),
    conv(at('conv2'), width, 3, { ...noBias, stride: [stride], padding: [1] }),
    batchNorm(at('bn2')),
    relu(at('relu2')),
    conv(at('conv3'), 4 * width, 1, noBias),
    batchNorm(at('bn3')),
  ];
  const shortcut = downsample
    ? [conv(at('downsample.0'), 4 * width, 1, { ...noBias, stride: [stride] }, [input]), batchNorm(at('downsample.1'))]
    : [];
  const residual = downsample ? at('downsample.1') : input;
  return [...main, ...shortcut, add(at('add'), at('bn3'), residual), relu(at('relu3'))];
}

/** The first block changes the shape; the others are alike. */
const stage = (name: string, input: string, width: number, stride: number, blocks: number): StackItem[] => [
  ...bottleneck(`${name}.0.`, input, width, stride, true),
  repeat(`${name}.rest`, blocks - 1, bottleneck('', '@block', width, 1, false)),
];

export const resnet50: StackPreset = {
  id: 'resnet50',
  name: 'ResNet-50',
  describe: 'torchvision resnet50 on 224 × 224: 16 bottleneck blocks in four stages (He 2015).',
  options: {},
  build: () => ({
    id: 'resnet50',
    name: 'ResNet-50',
    input: IMAGE,
    layers: [
      conv('conv1', 64, 7, { ...noBias, stride: [2], padding: [3] }),
      batchNorm('bn1'),
      relu('relu'),
      layer('max-pool', 'maxpool', { kernel: [3], stride: [2], padding: [1] }),
      ...stage('layer1', 'maxpool', 64, 1, 3),
      ...stage('layer2', 'layer1.rest', 128, 2, 4),
      ...stage('layer3', 'layer2.rest', 256, 2, 6),
      ...stage('layer4', 'layer3.rest', 512, 2, 3),
      layer('global-average-pool', 'avgpool'),
      flatten('flatten'),
      linear('fc', 1000),
    ],
  }),
};
