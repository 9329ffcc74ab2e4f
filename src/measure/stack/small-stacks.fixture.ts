import type { Stack } from '#model/workload/layer.ts';
import { type InvertedResidual, invertedResiduals } from '#model/workload/presets/inverted-residual.ts';
import { lenet5 } from '#model/workload/presets/lenet5.ts';
import {
  activation,
  add,
  batchNorm,
  conv,
  flatten,
  layer,
  linear,
  multiply,
  relu,
  repeat,
} from '#model/workload/presets/parts.ts';

// For tests: the five kinds of block that are run whole, small and with odd extents.

const stack = (id: string, input: Stack['input'], layers: Stack['layers']): Stack => ({ id, name: id, input, layers });

const image = { shape: [3, 11, 9] };
const noBias = { bias: false };

/** MobileNetV2: a stem, one block that changes the shape and two alike, squeeze and excitation in one. */
function mobilenetBlock(): Stack {
  const block: InvertedResidual = {
    inChannels: 6,
    expanded: 12,
    outChannels: 6,
    kernel: 3,
    stride: 1,
    activation: 'relu6',
  };
  const first = {
    ...block,
    stride: 2,
    outChannels: 6,
    squeeze: { channels: 3, activation: 'silu', gate: 'hard-sigmoid' },
  };
  return stack('mobilenet-block', image, [
    conv('stem', 6, 3, { ...noBias, padding: [1] }),
    batchNorm('stem.bn'),
    activation('stem.act', 'relu6'),
    ...invertedResiduals(
      [
        { name: 'b.0', block: first },
        { name: 'b.1', block },
        { name: 'b.2', block },
      ],
      'stem.act',
      'conv',
    ),
    layer('global-average-pool', 'avgpool'),
    flatten('flatten'),
    linear('classifier', 5),
  ]);
}

/** ResNet: a stem with a max pool, a bottleneck with a downsample, a group of two without. */
const resnetBlock = (): Stack =>
  stack('resnet-block', { shape: [3, 15, 13] }, [
    conv('conv1', 8, 3, { ...noBias, stride: [2], padding: [1] }),
    batchNorm('bn1'),
    relu('relu'),
    layer('max-pool', 'maxpool', { kernel: [3], stride: [2], padding: [1] }),
    conv('0.conv1', 4, 1, noBias),
    batchNorm('0.bn1'),
    relu('0.relu1'),
    conv('0.conv2', 4, 3, { ...noBias, stride: [2], padding: [1], groups: 2 }),
    batchNorm('0.bn2'),
    relu('0.relu2'),
    conv('0.conv3', 16, 1, noBias),
    batchNorm('0.bn3'),
    conv('0.downsample.0', 16, 1, { ...noBias, stride: [2] }, ['maxpool']),
    batchNorm('0.downsample.1'),
    add('0.add', '0.bn3', '0.downsample.1'),
    relu('0.relu3'),
    repeat('rest', 2, [
      conv('conv1', 4, 1, noBias, ['@block']),
      batchNorm('bn1'),
      relu('relu1'),
      conv('conv2', 4, 3, { ...noBias, padding: [1] }),
      batchNorm('bn2'),
      relu('relu2'),
      conv('conv3', 16, 1, noBias),
      batchNorm('bn3'),
      add('add', 'bn3', '@block'),
      relu('relu3'),
    ]),
    layer('global-average-pool', 'avgpool'),
    flatten('flatten'),
    linear('fc', 7),
  ]);

/** ViT: patches, a class token, positions, two blocks with packed attention, the class token's head. */
const vitBlock = (): Stack =>
  stack('vit-block', { shape: [3, 12, 8] }, [
    conv('conv_proj', 12, 4, { stride: [4] }),
    layer('reshape', 'patches', { shape: [12, 6] }),
    layer('transpose', 'tokens', { order: [2, 1] }),
    layer('learned-constant', 'class_token', { shape: [1, 12] }),
    layer('concat', 'concat', { axis: 1 }, ['class_token', 'tokens']),
    layer('learned-constant', 'pos_embedding', { shape: [7, 12] }),
    add('encoder.add', 'concat', 'pos_embedding'),
    repeat('encoder.layers', 2, [
      layer('layer-norm', 'ln_1'),
      linear('in_proj', 36),
      layer('attention', 'self_attention', { heads: 3 }),
      linear('out_proj', 12),
      add('add_1', 'out_proj', '@block'),
      layer('layer-norm', 'ln_2'),
      linear('mlp.0', 20),
      activation('mlp.1', 'gelu'),
      linear('mlp.3', 12),
      add('add_2', 'mlp.3', 'add_1'),
    ]),
    layer('layer-norm', 'encoder.ln'),
    layer('slice', 'first_token', { axis: 1, start: 0, length: 1 }),
    flatten('flatten'),
    linear('head', 5),
  ]);

/** Llama: token ids, two blocks with grouped heads and rotary positions, standard attention, a tied LM head on the last token. */
const llamaBlock = (): Stack =>
  stack('llama-block', { shape: [5], indices: true }, [
    layer('embedding', 'embed_tokens', { vocabulary: 19, features: 24 }),
    repeat('layers', 2, [
      layer('rms-norm', 'input_layernorm'),
      linear('q_proj', 24, noBias, ['input_layernorm']),
      layer('rotary', 'q_rotary', { headDim: 6 }),
      linear('k_proj', 12, noBias, ['input_layernorm']),
      layer('rotary', 'k_rotary', { headDim: 6 }),
      linear('v_proj', 12, noBias, ['input_layernorm']),
      layer('attention', 'self_attn', { heads: 4, kvHeads: 2, headDim: 6, causal: true, algorithm: 'standard' }, [
        'q_rotary',
        'k_rotary',
        'v_proj',
      ]),
      linear('o_proj', 24, noBias),
      add('add_1', 'o_proj', '@block'),
      layer('rms-norm', 'post_attention_layernorm'),
      linear('gate_proj', 30, noBias, ['post_attention_layernorm']),
      activation('act', 'silu'),
      linear('up_proj', 30, noBias, ['post_attention_layernorm']),
      multiply('multiply', 'act', 'up_proj'),
      linear('down_proj', 24, noBias),
      add('add_2', 'down_proj', 'add_1'),
    ]),
    layer('rms-norm', 'norm'),
    layer('slice', 'last_token', { axis: 1, start: 4, length: 1 }),
    linear('lm_head', 19, { bias: false, tiedTo: 'embed_tokens' }),
  ]);

export const smallStacks: readonly Stack[] = [
  lenet5.build(),
  mobilenetBlock(),
  resnetBlock(),
  vitBlock(),
  llamaBlock(),
];

/** One token after seven others, whose keys and values are cached. */
const decode = stack('decode', { shape: [1, 24] }, [
  linear('q_proj', 24, noBias),
  linear('k_proj', 12, noBias, ['@input']),
  linear('v_proj', 12, noBias, ['@input']),
  layer('attention', 'self_attn', { heads: 4, kvHeads: 2, causal: true, cachedKeys: 7 }, [
    'q_proj',
    'k_proj',
    'v_proj',
  ]),
  linear('o_proj', 24, noBias),
  add('add', 'o_proj', '@input'),
]);

/** The kinds that none of the five has: every other way of moving and reducing, and operands that are broadcast. */
const otherKinds = stack('other-kinds', { shape: [6, 5, 4] }, [
  layer('group-norm', 'group', { groups: 3 }),
  layer('softmax', 'softmax', { axis: 1 }),
  layer('average-pool', 'average', { kernel: [3, 2], stride: [2], padding: [1, 0, 1, 1], ceilMode: true }),
  layer('max-pool', 'most', { kernel: [2], stride: [1], dilation: [2, 1], padding: [1] }, ['group']),
  layer('split', 'parts', { axis: 1, sections: [1, 3, 2] }, ['group']),
  layer('concat', 'joined', { axis: 1 }, ['parts#2', 'parts', 'parts#1']),
  layer('learned-constant', 'row', { shape: [4] }),
  layer('learned-constant', 'channel', { shape: [6, 1, 1] }),
  layer('multiply', 'gated', {}, ['joined', 'row', 'channel']),
  layer('add', 'sum', {}, ['row', 'gated', 'group']),
  activation('act', 'hard-swish'),
  layer('transpose', 'turned', { order: [3, 1, 2] }),
  layer('reshape', 'rows', { shape: [4, 30] }),
  layer('reshape', 'columns', { shape: [4, 30] }, ['act']),
  layer('matmul', 'scores', { transposeRight: true }, ['rows', 'columns']),
  layer('matmul', 'mixed', {}, ['scores', 'columns']),
  layer('batch-norm', 'norm', { affine: false }),
  activation('last', 'tanh'),
]);

/** Beside the five. */
export const otherStacks: readonly Stack[] = [decode, otherKinds];
