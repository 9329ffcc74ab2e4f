import { FLOAT, INT64, model, node, tensor, value } from './onnx/encode.fixture.ts';
import { type Operator, type Tensor, tflite } from './tflite/encode.fixture.ts';

/** One small network in three formats: a convolution, a block of MobileNetV2 with its shortcut, a classifier. */
const conv = (name: string, filters: number, size: number, strides: number, input: string) => ({
  class_name: 'Conv2D',
  name,
  config: {
    name,
    filters,
    kernel_size: [size, size],
    strides: [strides, strides],
    padding: 'same',
    use_bias: false,
    trainable: false,
  },
  inbound_nodes: [[[input, 0, 0, {}]]],
});
const plain = (class_name: string, name: string, config: object, ...inputs: readonly string[]) => ({
  class_name,
  name,
  config: { name, ...config },
  inbound_nodes: [inputs.map((input) => [input, 0, 0, {}])],
});

export const kerasNetwork = {
  modelTopology: {
    model_config: {
      class_name: 'Model',
      config: {
        name: 'small',
        layers: [
          {
            class_name: 'InputLayer',
            name: 'image',
            config: { name: 'image', batch_input_shape: [null, 33, 32, 3] },
            inbound_nodes: [],
          },
          conv('stem', 8, 3, 2, 'image'),
          plain('BatchNormalization', 'stem_bn', { axis: -1 }, 'stem'),
          plain('ReLU', 'stem_relu', { max_value: 6 }, 'stem_bn'),
          conv('expand', 48, 1, 1, 'stem_relu'),
          plain('BatchNormalization', 'expand_bn', { axis: 3 }, 'expand'),
          plain('ReLU', 'expand_relu', { max_value: 6 }, 'expand_bn'),
          plain(
            'DepthwiseConv2D',
            'depth',
            { kernel_size: [3, 3], strides: [1, 1], padding: 'same', use_bias: false },
            'expand_relu',
          ),
          plain('BatchNormalization', 'depth_bn', {}, 'depth'),
          plain('ReLU', 'depth_relu', { max_value: 6 }, 'depth_bn'),
          conv('project', 8, 1, 1, 'depth_relu'),
          plain('BatchNormalization', 'project_bn', {}, 'project'),
          plain('Add', 'add', {}, 'stem_relu', 'project_bn'),
          plain('MaxPooling2D', 'pool', { pool_size: [2, 2], strides: [2, 2], padding: 'valid' }, 'add'),
          plain('Flatten', 'flatten', {}, 'pool'),
          plain('Dropout', 'dropout', { rate: 0.2 }, 'flatten'),
          plain('Dense', 'classes', { units: 10, use_bias: true, activation: 'softmax' }, 'dropout'),
        ],
        input_layers: [['image', 0, 0]],
        output_layers: [['classes', 0, 0]],
      },
    },
  },
};

const norm = (name: string, input: string, output: string) =>
  node('BatchNormalization', [input, `${name}.scale`, `${name}.bias`, `${name}.mean`, `${name}.var`], [output]);
const normWeights = (name: string, channels: number) =>
  ['scale', 'bias', 'mean', 'var'].map((part) => tensor(`${name}.${part}`, [channels]));
const relu6 = (input: string, output: string) => node('Clip', [input, 'zero', 'six'], [output]);

export const onnxNetwork = () =>
  model({
    inputs: [value('image', ['batch', 3, 'height', 32])],
    outputs: ['classes'],
    initializers: [
      tensor('stem.w', [8, 3, 3, 3]),
      ...normWeights('stem', 8),
      ...normWeights('expand', 48),
      tensor('depth.w', [48, 1, 3, 3]),
      ...normWeights('depth', 48),
      tensor('project.w', [8, 48, 1, 1]),
      ...normWeights('project', 8),
      tensor('zero', [], FLOAT, [0]),
      tensor('six', [], FLOAT, [6]),
      tensor('classes.w', [8 * 8 * 8, 10]),
      tensor('classes.b', [10]),
      tensor('from', [1], INT64, [0]),
      tensor('to', [1], INT64, [1]),
      tensor('rest', [1], INT64, [-1]),
    ],
    nodes: [
      node('Conv', ['image', 'stem.w'], ['stem'], { strides: [2, 2], auto_pad: 'SAME_UPPER' }),
      norm('stem', 'stem', 'stem_bn'),
      relu6('stem_bn', 'stem_relu'),
      // As Paddle writes it: the weight is a node.
      node('Constant', [], ['expand.w'], { value: { tensor: tensor('', [48, 8, 1, 1]) } }),
      node('Conv', ['stem_relu', 'expand.w'], ['expand'], { kernel_shape: [1, 1] }),
      norm('expand', 'expand', 'expand_bn'),
      relu6('expand_bn', 'expand_relu'),
      node('Conv', ['expand_relu', 'depth.w'], ['depth'], { group: 48, pads: [1, 1, 1, 1] }),
      norm('depth', 'depth', 'depth_bn'),
      relu6('depth_bn', 'depth_relu'),
      node('Conv', ['depth_relu', 'project.w'], ['project']),
      norm('project', 'project', 'project_bn'),
      node('Add', ['stem_relu', 'project_bn'], ['add']),
      node('MaxPool', ['add'], ['pool'], { kernel_shape: [2, 2], strides: [2, 2] }),
      // As PyTorch writes a view: the batch is taken from the shape, the rest is open.
      node('Shape', ['pool'], ['shape']),
      node('Slice', ['shape', 'from', 'to'], ['samples']),
      node('Concat', ['samples', 'rest'], ['flat_shape'], { axis: 0 }),
      node('Reshape', ['pool', 'flat_shape'], ['flat']),
      node('Gemm', ['flat', 'classes.w', 'classes.b'], ['scores']),
      node('Softmax', ['scores'], ['classes']),
    ],
  });

const weight = (name: string, ...shape: readonly number[]): Tensor => ({ name, shape, data: [0, 0, 0, 0] });
const SAME = { byte: 0 };
/** Strides across and down, as their options have them. */
const stride = (step: number) => [SAME, { int: step }, { int: step }] as const;

/** As its converter writes it: norms are in the weights of the convolutions, functions in their options. */
export const tfliteNetwork = () => {
  const tensors: readonly Tensor[] = [
    { name: 'image', shape: [1, 33, 32, 3] },
    weight('stem.w', 8, 3, 3, 3),
    weight('stem.b', 8),
    { name: 'stem', shape: [1, 17, 16, 8] },
    weight('expand.w', 48, 1, 1, 8),
    weight('expand.b', 48),
    { name: 'expand', shape: [1, 17, 16, 48] },
    weight('depth.w', 1, 3, 3, 48),
    weight('depth.b', 48),
    { name: 'depth', shape: [1, 17, 16, 48] },
    weight('project.w', 8, 1, 1, 48),
    weight('project.b', 8),
    { name: 'project', shape: [1, 17, 16, 8] },
    { name: 'add', shape: [1, 17, 16, 8] },
    { name: 'pool', shape: [1, 8, 8, 8] },
    { name: 'flat', shape: [1, 512] },
    weight('classes.w', 10, 512),
    weight('classes.b', 10),
    { name: 'scores', shape: [1, 10] },
    { name: 'classes', shape: [1, 10] },
  ];
  const relu6 = { byte: 3 };
  const operators: readonly Operator[] = [
    { code: 3, inputs: ['image', 'stem.w', 'stem.b'], output: 'stem', options: [...stride(2), relu6] },
    { code: 3, inputs: ['stem', 'expand.w', 'expand.b'], output: 'expand', options: [...stride(1), relu6] },
    { code: 4, inputs: ['expand', 'depth.w', 'depth.b'], output: 'depth', options: [...stride(1), { int: 1 }, relu6] },
    { code: 3, inputs: ['depth', 'project.w', 'project.b'], output: 'project', options: [...stride(1)] },
    { code: 0, inputs: ['stem', 'project'], output: 'add' },
    {
      code: 17,
      inputs: ['add'],
      output: 'pool',
      options: [{ byte: 1 }, { int: 2 }, { int: 2 }, { int: 2 }, { int: 2 }],
    },
    { code: 22, inputs: ['pool'], output: 'flat' },
    { code: 9, inputs: ['flat', 'classes.w', 'classes.b'], output: 'scores' },
    { code: 25, inputs: ['scores'], output: 'classes' },
  ];
  return tflite(tensors, operators);
};
