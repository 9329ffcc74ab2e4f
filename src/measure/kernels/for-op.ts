import type { Op } from '#model/workload/op.ts';
import type { Problem } from './kernel.ts';

/** The matmul that a layer's op is, for the matmul kernels. */
export interface OpProblem {
  readonly problem: Problem & { readonly m: number; readonly n: number; readonly k: number };
  /** Products of this size that the op makes; the kernel runs one. */
  readonly times: number;
  /** A sentence where the kernel does the op's arithmetic on other data movement; null where it is the op itself. */
  readonly note: string | null;
}

/**
 * The matmul problem of an op: a matmul (its batch joins the rows where all of it shares one weight), or a convolution in
 * one group, which is the product of its patches and its weights (im2col; Chellapilla, Puri & Simard 2006). null where the
 * op is none.
 */
export function fromOp(op: Op): OpProblem | null {
  if (op.op === 'matmul')
    return op.right === 'weight'
      ? { problem: { m: op.batch * op.m, n: op.n, k: op.k }, times: 1, note: null }
      : {
          problem: { m: op.m, n: op.n, k: op.k },
          times: op.batch,
          note: op.batch > 1 ? `One of the layer's ${op.batch.toLocaleString('en')} products of this size.` : null,
        };
  if (op.op === 'convolution' && op.groups === 1) {
    const m = op.batch * op.outHeight * op.outWidth;
    const k = op.inChannels * op.kernelHeight * op.kernelWidth;
    const pointwise = op.kernelHeight === 1 && op.kernelWidth === 1;
    return {
      problem: { m, n: op.outChannels, k },
      times: 1,
      note: pointwise
        ? null
        : `The convolution as the product of its patches and weights: the same FLOP, but each input is read once for every patch that holds it.`,
    };
  }
  return null;
}
