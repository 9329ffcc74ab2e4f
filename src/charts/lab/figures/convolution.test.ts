import { describe, expect, it } from 'vitest';
import type { LadderFigure } from '../figure.ts';
import { figure, rate, SOFTWARE, said } from './stated-rates.fixture.ts';

const tensors = { inChannels: 8, inHeight: 7, inWidth: 7, outChannels: 8, outHeight: 7, outWidth: 7 };
const form = (id: string, perSecond: number, kernel = 3, over: Readonly<Record<string, number>> = {}) =>
  rate(`convolution/${id}`, { batch: 1, ...tensors, kernelHeight: kernel, kernelWidth: kernel, ...over }, perSecond, {
    role: 'point',
  });
const spaced = '3\u00a0×\u00a03';

describe('convolutions', () => {
  const both = [form('direct-nchw', 4e11), form('direct-nhwc', 1e11)];
  it('says what the layout does, and what the implicit product does to the better of both', () => {
    expect(said('convolution', [...both, form('implicit-gemm', 2e12)])).toBe(
      'On this GPU the same 3 × 3 convolution with channels first is 4× as fast as with channels last; the implicit product is 5× as fast as the direct sum with channels first.',
    );
    expect(said('convolution', [form('direct-nchw', 1e11), form('direct-nhwc', 4e11)], SOFTWARE)).toMatch(
      /^On this software adapter .*channels first is 25 % as fast as with channels last\.$/,
    );
  });
  it('names the faster of the implicit products', () => {
    const products = [form('implicit-gemm', 1e12), form('implicit-gemm-staged', 2e12)];
    expect(said('convolution', [...both, ...products])).toContain(
      'the implicit product in workgroup memory is 5× as fast',
    );
    expect(said('convolution', [...both, form('implicit-gemm', 3e12), ...products.slice(1)])).toContain(
      'the implicit product is 7.5× as fast',
    );
  });
  it('claims nothing that the intervals do not tell', () => {
    expect(said('convolution', [form('direct-nchw', 1e11), form('direct-nhwc', 1.001e11)])).toContain(
      'as fast as with channels last, as far as the intervals tell',
    );
  });
  it('says what the thin ones reach, at their intensity', () => {
    expect(said('convolution', [...both, form('depthwise', 2e10), form('pointwise', 3e11, 1)])).toMatch(
      /the depthwise one reaches 20 GFLOP\/s at 1 FLOP\/B; the 1 × 1 one reaches 300 GFLOP\/s at 1 FLOP\/B\.$/,
    );
  });
  it('compares forms of one layer only, and needs two', () => {
    const other = form('implicit-gemm', 9e12, 3, { inChannels: 64 });
    const found = figure('convolution', [...both, other]) as LadderFigure;
    expect(found.rungs.map(({ label }) => label)).toEqual([`${spaced}, channels first`, `${spaced}, channels last`]);
    expect(figure('convolution', [other])).toBeUndefined();
  });
});
