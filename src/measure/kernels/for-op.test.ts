import { describe, expect, it } from 'vitest';
import type { ConvolutionOp } from '#model/workload/op.ts';
import { fromOp } from './for-op.ts';

const convolution: ConvolutionOp = {
  op: 'convolution',
  batch: 2,
  groups: 1,
  inChannels: 64,
  outChannels: 256,
  inHeight: 56,
  inWidth: 56,
  outHeight: 28,
  outWidth: 28,
  kernelHeight: 1,
  kernelWidth: 1,
  strideHeight: 2,
  strideWidth: 2,
  dilationHeight: 1,
  dilationWidth: 1,
  padTop: 0,
  padLeft: 0,
};

describe('fromOp', () => {
  it('joins the batch with the rows where all of it shares a weight', () => {
    expect(fromOp({ op: 'matmul', batch: 8, m: 128, n: 3072, k: 768, right: 'weight' })).toEqual({
      problem: { m: 1024, n: 3072, k: 768 },
      times: 1,
      note: null,
    });
  });
  it('runs one of many products of activations, and says so', () => {
    const found = fromOp({ op: 'matmul', batch: 12, m: 128, n: 128, k: 64, right: 'activation' });
    expect(found).toMatchObject({ problem: { m: 128, n: 128, k: 64 }, times: 12 });
    expect(found?.note).toContain('12');
  });
  it('takes a 1×1 convolution as it is, and a larger one by its patches', () => {
    expect(fromOp(convolution)).toEqual({ problem: { m: 2 * 28 * 28, n: 256, k: 64 }, times: 1, note: null });
    const found = fromOp({ ...convolution, kernelHeight: 3, kernelWidth: 3 });
    expect(found?.problem).toEqual({ m: 1568, n: 256, k: 576 });
    expect(found?.note).toContain('patches');
  });
  it('leaves out what is no matmul', () => {
    expect(fromOp({ ...convolution, groups: 64 })).toBeNull();
    expect(fromOp({ op: 'copy', elements: 9 })).toBeNull();
  });
});
