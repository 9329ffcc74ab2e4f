import { flash, flashTiled } from './attention/flash.ts';
import { attentionScores } from './attention/scores.ts';
import { attentionSoftmax, attentionSoftmaxSerial } from './attention/softmax.ts';
import { attentionValues } from './attention/values.ts';
import { plainRead } from './compression/plain.ts';
import { runLength } from './compression/run-length.ts';
import { zeroValue } from './compression/zero-value.ts';
import { dotInt8 } from './compute/dot-int8.ts';
import { fma } from './compute/fma.ts';
import { fmaChains } from './compute/fma-chains.ts';
import { fmaF16 } from './compute/fma-f16.ts';
import { subgroupMatrix } from './compute/subgroup-matrix.ts';
import { subgroupMatrixF16 } from './compute/subgroup-matrix-f16.ts';
import { depthwise } from './convolution/depthwise.ts';
import { directNchw } from './convolution/direct-nchw.ts';
import { directNhwc } from './convolution/direct-nhwc.ts';
import { implicitGemm } from './convolution/implicit-gemm.ts';
import { implicitGemmStaged } from './convolution/implicit-gemm-staged.ts';
import { pointwiseConvolution } from './convolution/pointwise.ts';
import { activation } from './elementwise/activation.ts';
import { add, multiply } from './elementwise/broadcast.ts';
import { concat } from './elementwise/concat.ts';
import { stridedCopy } from './elementwise/copy.ts';
import { gather } from './elementwise/gather.ts';
import { globalAveragePool, rowMean } from './elementwise/mean.ts';
import { groupNorm, layerNorm } from './elementwise/norm.ts';
import { averagePool, maxPool } from './elementwise/pool.ts';
import { rotary } from './elementwise/rotary.ts';
import { rowNormalise, rowVariance } from './elementwise/row-pieces.ts';
import { scaleAdd, scaleShift } from './elementwise/scale-shift.ts';
import { softmax } from './elementwise/softmax.ts';
import type { Kernel } from './kernel.ts';
import { chase } from './latency/chase.ts';
import { batched } from './matmul/batched.ts';
import { directVec4 } from './matmul/direct-vec4.ts';
import { doubleBuffered } from './matmul/double-buffered.ts';
import { f16 } from './matmul/f16.ts';
import { int8 } from './matmul/int8.ts';
import { linear, linearSmallM } from './matmul/linear.ts';
import { naive } from './matmul/naive.ts';
import { register } from './matmul/register.ts';
import { register1d } from './matmul/register-1d.ts';
import { register2d } from './matmul/register-2d.ts';
import { smallM, splitK } from './matmul/split-k.ts';
import { strided } from './matmul/strided.ts';
import { subgroup } from './matmul/subgroup.ts';
import { subgroupMatrixHalves, subgroupMatrixProduct } from './matmul/subgroup-matrix.ts';
import { tiled2, tiled4, tiled8, tiled16, tiled32 } from './matmul/tiled.ts';
import { tiledStrided } from './matmul/tiled-strided.ts';
import { direct4x4, direct8x8 } from './matmul/tuned/direct.ts';
import { quad8x8, quad16x8, quad32x8 } from './matmul/tuned/quad.ts';
import { staged4x4, staged8x4, staged8x8 } from './matmul/tuned/staged.ts';
import { twoOfFour } from './matvec/2-4.ts';
import { csr } from './matvec/csr.ts';
import { matvecF16, matvecF32 } from './matvec/dense.ts';
import { matvecInt4, matvecInt8 } from './matvec/quantised.ts';
import { copy, copyScalar } from './memory/copy.ts';
import { occupancy } from './memory/occupancy.ts';
import { loadThenCompute, prefetch } from './memory/prefetch.ts';
import { privateSet } from './memory/private-set.ts';
import { randomRead } from './memory/random.ts';
import { read, readScalar } from './memory/read.ts';
import { scale, scaleScalar } from './memory/scale.ts';
import { sharedSet } from './memory/shared-set.ts';
import { stridedRead, stridedVec4 } from './memory/strided.ts';
import { triad, triadScalar } from './memory/triad.ts';
import { write, writeScalar } from './memory/write.ts';
import { compileOverhead } from './overhead/compile.ts';
import { dispatchOverhead, mapOverhead, submitOverhead } from './overhead/least.ts';
import { bankConflicts } from './workgroup/bank-conflicts.ts';
import { workgroupRead } from './workgroup/read.ts';

/** Every kernel there is, in the order they are shown. */
export const kernels: readonly Kernel[] = [
  naive,
  strided,
  tiled2,
  tiled4,
  tiled8,
  tiled16,
  tiled32,
  tiledStrided,
  register1d,
  register2d,
  register,
  doubleBuffered,
  directVec4,
  subgroup,
  f16,
  int8,
  subgroupMatrixProduct,
  subgroupMatrixHalves,
  direct4x4,
  direct8x8,
  quad8x8,
  quad16x8,
  quad32x8,
  staged4x4,
  staged8x4,
  staged8x8,
  splitK,
  smallM,
  linear,
  linearSmallM,
  batched,
  directNchw,
  directNhwc,
  implicitGemm,
  implicitGemmStaged,
  depthwise,
  pointwiseConvolution,
  attentionScores,
  attentionSoftmax,
  attentionSoftmaxSerial,
  attentionValues,
  flash,
  flashTiled,
  matvecF32,
  matvecF16,
  matvecInt8,
  matvecInt4,
  twoOfFour,
  csr,
  activation,
  scaleShift,
  scaleAdd,
  add,
  multiply,
  rotary,
  softmax,
  layerNorm,
  groupNorm,
  rowMean,
  rowVariance,
  rowNormalise,
  maxPool,
  averagePool,
  globalAveragePool,
  stridedCopy,
  concat,
  gather,
  plainRead,
  zeroValue,
  runLength,
  copy,
  read,
  write,
  scale,
  triad,
  copyScalar,
  readScalar,
  writeScalar,
  scaleScalar,
  triadScalar,
  stridedRead,
  stridedVec4,
  randomRead,
  sharedSet,
  privateSet,
  occupancy,
  loadThenCompute,
  prefetch,
  chase,
  workgroupRead,
  bankConflicts,
  fma,
  fmaChains,
  fmaF16,
  dotInt8,
  subgroupMatrix,
  subgroupMatrixF16,
  dispatchOverhead,
  submitOverhead,
  mapOverhead,
  compileOverhead,
];

export const kernelById = (id: string): Kernel | undefined => kernels.find((kernel) => kernel.id === id);
