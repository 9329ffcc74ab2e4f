import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyKind } from './apply-kind.fixture.ts';
import { conv2d } from './conv2d.ts';
import { depthwiseConv2d } from './depthwise-conv2d.ts';

describe('conv2d', () => {
  it('counts MACs by the output, weights by the group', () => {
    const dense = applyKind(conv2d, { outChannels: 8, kernel: [3], stride: [2], padding: [1] }, [2, 4, 7, 9]);
    expect(dense).toMatchObject({
      outputs: [[2, 8, 4, 5]],
      parameters: 8 * 4 * 9 + 8,
      macs: 2 * 4 * 5 * 8 * 4 * 9,
      flop: 2 * 2 * 4 * 5 * 8 * 4 * 9,
    });
    const grouped = applyKind(conv2d, { outChannels: 8, groups: 2, padding: [1], bias: false }, [1, 4, 7, 9]);
    expect(grouped).toMatchObject({ parameters: 8 * 2 * 9, macs: 7 * 9 * 8 * 2 * 9 });
  });
  it('takes height and width apart, dilation, and padding for each side', () => {
    const fields = { outChannels: 2, kernel: [3, 5], stride: [1, 2], dilation: [2, 1], padding: [1, 0, 2, 3] };
    // Height 10 + 1 + 2 under a reach of 5; width 11 + 0 + 3 under 5, every other.
    expect(applyKind(conv2d, fields, [1, 3, 10, 11]).outputs).toEqual([[1, 2, 9, 5]]);
    expect(applyKind(conv2d, { padding: [2, 0] }, [1, 3, 10, 11]).outputs).toEqual([[1, 64, 12, 9]]);
  });
  it('gives the op all that a kernel needs', () => {
    expect(applyKind(conv2d, { outChannels: 6, groups: 3, stride: [2] }, [1, 3, 9, 8]).ops).toEqual([
      {
        op: 'convolution',
        batch: 1,
        groups: 3,
        inChannels: 3,
        outChannels: 6,
        inHeight: 9,
        inWidth: 8,
        outHeight: 4,
        outWidth: 3,
        kernelHeight: 3,
        kernelWidth: 3,
        strideHeight: 2,
        strideWidth: 2,
        dilationHeight: 1,
        dilationWidth: 1,
        padTop: 0,
        padLeft: 0,
      },
    ]);
  });
  it('says what does not fit and what would', () => {
    expect(applyKind(conv2d, {}, [1, 784]).fault).toBe(
      'takes batch × channels × height × width and its input is 1 × 784; put a reshape before it',
    );
    expect(applyKind(conv2d, { kernel: [5], padding: [1] }, [1, 3, 2, 9]).fault).toBe(
      'a kernel of 5 × 5 does not fit the padded input of 4 × 11; raise the padding, or lower the kernel or dilation',
    );
    expect(applyKind(conv2d, { groups: 4 }, [1, 6, 9, 9]).fault).toBe(
      '4 groups do not divide 6 channels of 1 × 6 × 9 × 9 and 64 output channels; choose a number that divides both',
    );
    expect(applyKind(conv2d, { padding: [1, 2, 3] }, [1, 6, 9, 9]).fault).toMatch(/^padding has three numbers; give/);
  });
  it('slides to as many places as there are', () => {
    const size = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(size, size, size, fc.integer({ min: 0, max: 5 }), size, (extent, kernel, stride, pad, dilation) => {
        let places = 0;
        const reach = dilation * (kernel - 1);
        for (let start = -pad; start + reach < extent + pad; start += stride) places++;
        const fields = { outChannels: 1, kernel: [kernel], stride: [stride], padding: [pad], dilation: [dilation] };
        const { outputs } = applyKind(conv2d, fields, [1, 1, extent, extent]);
        expect(outputs ?? []).toEqual(places > 0 ? [[1, 1, places, places]] : []);
      }),
    );
  });
});

describe('depthwise-conv2d', () => {
  it('is a convolution with a group for each channel', () => {
    const input = [2, 6, 9, 9];
    const depthwise = applyKind(depthwiseConv2d, { multiplier: 2, padding: [1] }, input);
    expect(depthwise).toEqual(applyKind(conv2d, { outChannels: 12, groups: 6, padding: [1] }, input));
    expect(depthwise).toMatchObject({ outputs: [[2, 12, 9, 9]], macs: 2 * 81 * 12 * 9, parameters: 12 * 9 + 12 });
  });
  it('faults on shapes that are no images', () => {
    expect(applyKind(depthwiseConv2d, {}, [1, 6]).fault).toMatch(/put a reshape before it$/);
  });
});
