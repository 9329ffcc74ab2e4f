import type { KerasLayer, KerasTensor } from './context.ts';
import {
  activated,
  activation,
  called,
  concatenate,
  flatten,
  merged,
  passed,
  permute,
  prelu,
  relu,
  repeated,
  reshape,
  softmax,
} from './elementwise.ts';
import {
  batchNormalization,
  bidirectional,
  dense,
  embedding,
  layerNormalization,
  multiHeadAttention,
  recurrent,
} from './weighted.ts';
import {
  bordered,
  convolution,
  depthwise,
  globalPooling,
  pooling,
  separable,
  transposed,
  upSampling,
} from './windows.ts';

export type Handler = (layer: KerasLayer) => KerasTensor;

/** A layer that may have a function in it, which is a layer of its own here. */
const withActivation =
  (handler: Handler): Handler =>
  (layer) =>
    activated(layer, handler(layer), layer.config.get('activation'), `${layer.name}.activation`);

/** Layers of Keras by class. */
const CLASSES: Readonly<Record<string, Handler>> = {
  Dense: withActivation(dense),
  Conv1D: withActivation(convolution),
  Conv2D: withActivation(convolution),
  DepthwiseConv1D: withActivation(depthwise),
  DepthwiseConv2D: withActivation(depthwise),
  SeparableConv1D: withActivation(separable),
  SeparableConv2D: withActivation(separable),
  Conv1DTranspose: withActivation(transposed),
  Conv2DTranspose: withActivation(transposed),
  MaxPooling1D: pooling('max-pool'),
  MaxPooling2D: pooling('max-pool'),
  AveragePooling1D: pooling('average-pool'),
  AveragePooling2D: pooling('average-pool'),
  GlobalAveragePooling1D: globalPooling('average'),
  GlobalAveragePooling2D: globalPooling('average'),
  GlobalMaxPooling1D: globalPooling('maximum'),
  GlobalMaxPooling2D: globalPooling('maximum'),
  ZeroPadding1D: bordered('padding', 1),
  ZeroPadding2D: bordered('padding', 1),
  Cropping1D: bordered('cropping', -1),
  Cropping2D: bordered('cropping', -1),
  UpSampling1D: upSampling,
  UpSampling2D: upSampling,
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  Embedding: embedding,
  LSTM: recurrent('lstm'),
  GRU: recurrent('gru'),
  SimpleRNN: recurrent('rnn'),
  Bidirectional: bidirectional,
  MultiHeadAttention: multiHeadAttention,
  Activation: activation,
  ReLU: relu,
  LeakyReLU: called('leaky-relu'),
  ELU: called('elu'),
  PReLU: prelu,
  Softmax: softmax,
  Rescaling: called('dequantise'),
  Add: merged('add'),
  Multiply: merged('multiply'),
  Subtract: merged('arithmetic', { function: 'subtract' }),
  Maximum: merged('arithmetic', { function: 'maximum' }),
  Minimum: merged('arithmetic', { function: 'minimum' }),
  Average: merged('add'),
  Concatenate: concatenate,
  Flatten: flatten,
  Reshape: reshape,
  Permute: permute,
  RepeatVector: repeated,
  Dropout: passed,
  SpatialDropout1D: passed,
  SpatialDropout2D: passed,
  GaussianNoise: passed,
  GaussianDropout: passed,
  ActivityRegularization: passed,
  Masking: passed,
};

export const handlerOf = (name: string): Handler | undefined =>
  Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined;
