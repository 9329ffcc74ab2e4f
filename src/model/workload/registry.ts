import type { LayerKind } from './layer.ts';
import { activation } from './layers/activation.ts';
import { add } from './layers/add.ts';
import { arithmetic } from './layers/arithmetic.ts';
import { attention } from './layers/attention.ts';
import { averagePool } from './layers/average-pool.ts';
import { batchNorm } from './layers/batch-norm.ts';
import { concat } from './layers/concat.ts';
import { convTranspose2d } from './layers/conv-transpose2d.ts';
import { conv2d } from './layers/conv2d.ts';
import { copy } from './layers/copy.ts';
import { depthwiseConv2d } from './layers/depthwise-conv2d.ts';
import { embedding } from './layers/embedding.ts';
import { experts } from './layers/experts.ts';
import { elementFunction } from './layers/function.ts';
import { furtherInput } from './layers/further-input.ts';
import { globalAveragePool } from './layers/global-average-pool.ts';
import { groupNorm } from './layers/group-norm.ts';
import { layerNorm } from './layers/layer-norm.ts';
import { learnedConstant } from './layers/learned-constant.ts';
import { linear } from './layers/linear.ts';
import { matmul } from './layers/matmul.ts';
import { maxPool } from './layers/max-pool.ts';
import { multiply } from './layers/multiply.ts';
import { opaque } from './layers/opaque.ts';
import { recurrent } from './layers/recurrent.ts';
import { reduce } from './layers/reduce.ts';
import { reshape } from './layers/reshape.ts';
import { rmsNorm } from './layers/rms-norm.ts';
import { rotary } from './layers/rotary.ts';
import { slice } from './layers/slice.ts';
import { softmax } from './layers/softmax.ts';
import { split } from './layers/split.ts';
import { transpose } from './layers/transpose.ts';

/** Every kind of layer, in the order in which the page offers them. */
export const layerKinds: readonly LayerKind[] = [
  conv2d,
  depthwiseConv2d,
  convTranspose2d,
  linear,
  matmul,
  experts,
  recurrent,
  attention,
  maxPool,
  averagePool,
  globalAveragePool,
  reduce,
  batchNorm,
  layerNorm,
  rmsNorm,
  groupNorm,
  activation,
  softmax,
  add,
  multiply,
  arithmetic,
  elementFunction,
  rotary,
  embedding,
  learnedConstant,
  concat,
  slice,
  split,
  reshape,
  transpose,
  copy,
  furtherInput,
  opaque,
];

const byName = new Map(layerKinds.map((kind) => [kind.kind, kind]));
export const layerKind = (kind: string): LayerKind | undefined => byName.get(kind);
