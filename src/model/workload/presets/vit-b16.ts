import { activation, add, conv, flatten, IMAGE, layer, linear, repeat } from './parts.ts';
import type { StackPreset } from './preset.ts';

const WIDTH = 768;
const PATCHES = (224 / 16) ** 2;

const block = () => [
  layer('layer-norm', 'ln_1'),
  linear('self_attention.in_proj', 3 * WIDTH),
  layer('attention', 'self_attention', { heads: 12 }),
  linear('self_attention.out_proj', WIDTH),
  add('add_1', 'self_attention.out_proj', '@block'),
  layer('layer-norm', 'ln_2'),
  linear('mlp.0', 4 * WIDTH),
  activation('mlp.1', 'gelu'),
  linear('mlp.3', WIDTH),
  add('add_2', 'mlp.3', 'add_1'),
];

export const vitB16: StackPreset = {
  id: 'vit-b16',
  name: 'ViT-B/16',
  describe:
    'torchvision vit_b_16 on 224 × 224: 196 patches and a class token; the classifier reads that token (Dosovitskiy 2021).',
  options: {},
  build: () => ({
    id: 'vit-b16',
    name: 'ViT-B/16',
    input: IMAGE,
    layers: [
      conv('conv_proj', WIDTH, 16, { stride: [16] }),
      layer('reshape', 'patches', { shape: [WIDTH, PATCHES] }),
      layer('transpose', 'tokens', { order: [2, 1] }),
      layer('learned-constant', 'class_token', { shape: [1, WIDTH] }),
      layer('concat', 'concat', { axis: 1 }, ['class_token', 'tokens']),
      layer('learned-constant', 'encoder.pos_embedding', { shape: [PATCHES + 1, WIDTH] }),
      add('encoder.add', 'concat', 'encoder.pos_embedding'),
      repeat('encoder.layers', 12, block()),
      layer('layer-norm', 'encoder.ln'),
      layer('slice', 'first_token', { axis: 1, start: 0, length: 1 }),
      flatten('flatten'),
      linear('heads.head', 1000),
    ],
  }),
};
