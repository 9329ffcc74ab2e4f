import { binary, softmax, unary } from './elements.ts';
import { concat, gather, moving, reduction, split } from './moving.ts';
import { gemm, matmul, packedMatmul, recurrent } from './products.ts';
import type { Site, Tensor } from './tensor.ts';
import { channelNorm, convolution, convTranspose, globalPooling, lastNorm, pooling } from './windows.ts';

/** What a node of data gives; null where the operator, or this use of it, is not known here. */
type Operator = (site: Site) => readonly Tensor[] | null;

const OPERATORS: Readonly<Record<string, Operator>> = {
  Conv: convolution,
  ConvInteger: convolution,
  QLinearConv: convolution,
  ConvTranspose: convTranspose,
  MaxPool: pooling,
  AveragePool: pooling,
  GlobalAveragePool: globalPooling,
  GlobalMaxPool: globalPooling,
  QLinearGlobalAveragePool: globalPooling,
  BatchNormalization: channelNorm,
  InstanceNormalization: channelNorm,
  LayerNormalization: lastNorm,
  RMSNormalization: lastNorm,
  SimplifiedLayerNormalization: lastNorm,
  SkipLayerNormalization: lastNorm,
  SkipSimplifiedLayerNormalization: lastNorm,
  MatMul: matmul,
  MatMulInteger: matmul,
  QLinearMatMul: matmul,
  MatMulNBits: packedMatmul,
  Gemm: gemm,
  LSTM: recurrent,
  GRU: recurrent,
  RNN: recurrent,
  Softmax: softmax,
  LogSoftmax: softmax,
  Concat: concat,
  Split: split,
  Gather: gather,
};

/** The outputs of a node, or null. Those that move or combine elements share a way each. */
export function apply(site: Site): readonly Tensor[] | null {
  const { operator } = site.node;
  if (Object.hasOwn(OPERATORS, operator)) return OPERATORS[operator]?.(site) ?? null;
  return moving(site) ?? binary(site) ?? reduction(site) ?? unary(site);
}
