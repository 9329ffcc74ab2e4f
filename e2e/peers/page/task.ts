import { flash } from '../../../src/measure/kernels/attention/flash.ts';
import { pointwiseConvolution } from '../../../src/measure/kernels/convolution/pointwise.ts';
import { seededInputs } from '../../../src/measure/kernels/gpu-harness.ts';
import type { Kernel, Problem } from '../../../src/measure/kernels/kernel.ts';
import { naive } from '../../../src/measure/kernels/matmul/naive.ts';

interface Sizes {
  readonly title: string;
  /** One run. */
  readonly flop: number;
}
/** C[m×n] = A[m×k]·B[k×n], row by row. */
export interface MatmulTask extends Sizes {
  readonly op: 'matmul';
  readonly m: number;
  readonly n: number;
  readonly k: number;
}
/** A 1×1 convolution, stride 1, of x [1, in, height, width] with weights [out, in]. */
export interface PointwiseTask extends Sizes {
  readonly op: 'pointwise';
  readonly inChannels: number;
  readonly outChannels: number;
  readonly height: number;
  readonly width: number;
}
/** Softmax(QKᵀ/√d)·V; all of q, k, v [1, tokens, heads, headDim]. */
export interface AttentionTask extends Sizes {
  readonly op: 'attention';
  readonly tokens: number;
  readonly heads: number;
  readonly headDim: number;
}

/** The same numbers for everybody, and the kernel of ours that knows the right answer. */
export type Task = (MatmulTask | PointwiseTask | AttentionTask) & {
  readonly kernel: Kernel;
  readonly problem: Problem;
  /** Read buffers of `kernel` in order; the first two (three for attention) are what peers get. */
  readonly inputs: readonly Float32Array<ArrayBuffer>[];
};

const SEED = 2026;
const withInputs = <T>(task: T, kernel: Kernel, problem: Problem) => ({
  ...task,
  kernel,
  problem,
  inputs: seededInputs(kernel, problem, SEED),
});

export function squareTask(edge: number): Task {
  const sizes = { m: edge, n: edge, k: edge };
  const title = `matmul ${edge}×${edge}×${edge}`;
  return withInputs({ op: 'matmul' as const, ...sizes, title, flop: 2 * edge ** 3 }, naive, sizes);
}

export function pointwiseTask(channels: number, extent: number): Task {
  const problem = {
    batch: 1,
    inChannels: channels,
    inHeight: extent,
    inWidth: extent,
    outChannels: channels,
    outHeight: extent,
    outWidth: extent,
    kernelHeight: 1,
    kernelWidth: 1,
    strideHeight: 1,
    strideWidth: 1,
    dilationHeight: 1,
    dilationWidth: 1,
    padTop: 0,
    padLeft: 0,
    groups: 1,
    activation: 0,
  };
  const task = {
    op: 'pointwise' as const,
    inChannels: channels,
    outChannels: channels,
    height: extent,
    width: extent,
    title: `1×1 convolution, ${channels} to ${channels} channels, ${extent}×${extent}`,
    flop: 2 * channels * channels * extent * extent,
  };
  const made = withInputs(task, pointwiseConvolution, problem);
  const [x, weight] = made.inputs;
  if (x === undefined || weight === undefined) throw new Error('a 1×1 convolution reads x and weight');
  // A scale of 1 and a shift of 0: the product alone, as the peers have it.
  return { ...made, inputs: [x, weight, new Float32Array(channels).fill(1), new Float32Array(channels)] };
}

export function attentionTask(tokens: number, heads: number, headDim: number): Task {
  const problem = { batch: 1, heads, kvHeads: heads, queries: tokens, keys: tokens, headDim, causal: 0, packed: 0 };
  const task = {
    op: 'attention' as const,
    tokens,
    heads,
    headDim,
    title: `attention, ${tokens} tokens, ${heads} heads of ${headDim}`,
    flop: 4 * heads * tokens * tokens * headDim,
  };
  return withInputs(task, flash, problem);
}
