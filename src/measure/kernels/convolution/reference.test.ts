import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/random.ts';
import { activationCode } from '../activations.ts';
import type { Problem } from '../kernel.ts';
import { sizesFit } from '../problem.ts';
import { verifyOutput } from '../verify.ts';
import { depthwise } from './depthwise.ts';
import { directNchw } from './direct-nchw.ts';
import { directNhwc } from './direct-nhwc.ts';
import { implicitGemm } from './implicit-gemm.ts';
import { oddConvolutions } from './odd-problems.ts';
import { pointwiseConvolution } from './pointwise.ts';
import { convolutionShape, elementsOf } from './shape.ts';

const one: Problem = {
  batch: 1,
  inChannels: 1,
  inHeight: 3,
  inWidth: 3,
  outChannels: 1,
  outHeight: 2,
  outWidth: 2,
  kernelHeight: 2,
  kernelWidth: 2,
  strideHeight: 1,
  strideWidth: 1,
  dilationHeight: 1,
  dilationWidth: 1,
  padTop: 0,
  padLeft: 0,
  groups: 1,
  activation: 0,
};
const COUNTING = Float32Array.from({ length: 9 }, (_, i) => i + 1);
const FILTER = Float32Array.of(1, 10, 100, 1000);
const nothing = Float32Array.of(0);
const unit = Float32Array.of(1);
const rowOf = (kernel: typeof directNchw, problem: Problem, inputs: readonly Float32Array[], row = 0) => [
  ...kernel.reference(problem, inputs).row(row).values,
];

describe('the reference of convolutions, by hand', () => {
  it('sums a window, unflipped', () => {
    expect(rowOf(directNchw, one, [COUNTING, FILTER, unit, nothing])).toEqual([5421, 6532, 8754, 9865]);
  });
  it('strides, dilates, and takes nought outside, above and to the left as well', () => {
    const inputs = [COUNTING, FILTER, unit, nothing];
    expect(rowOf(directNchw, { ...one, strideHeight: 2, strideWidth: 2 }, inputs)).toEqual([5421, 603, 87, 9]);
    expect(rowOf(directNchw, { ...one, dilationHeight: 2, dilationWidth: 2 }, inputs)).toEqual([9731, 802, 64, 5]);
    expect(rowOf(directNchw, { ...one, padTop: 1, padLeft: 1 }, inputs)).toEqual([1000, 2100, 4010, 5421]);
  });
  it('scales, shifts and activates, in this order', () => {
    const problem = { ...one, activation: activationCode('relu') };
    expect(rowOf(directNchw, problem, [COUNTING, FILTER, Float32Array.of(2), Float32Array.of(-13_064)])).toEqual([
      0, 0, 4444, 6666,
    ]);
  });
  it('keeps groups apart, and gives each input channel its multiple of output channels', () => {
    const sizes = { inHeight: 1, inWidth: 1, outHeight: 1, outWidth: 1, kernelHeight: 1, kernelWidth: 1 };
    const units = (count: number) => new Float32Array(count).fill(1);
    const grouped = { ...one, ...sizes, inChannels: 4, outChannels: 4, groups: 2 };
    const inputs = [
      Float32Array.of(1, 2, 3, 4),
      Float32Array.of(1, 10, 2, 20, 3, 30, 4, 40),
      units(4),
      new Float32Array(4),
    ];
    expect([0, 1, 2, 3].flatMap((row) => rowOf(directNchw, grouped, inputs, row))).toEqual([21, 42, 129, 172]);
    const thin = { ...one, ...sizes, inChannels: 2, outChannels: 4, groups: 2 };
    const some = [Float32Array.of(1, 2), Float32Array.of(1, 10, 100, 1000), units(4), new Float32Array(4)];
    expect([0, 1, 2, 3].flatMap((row) => rowOf(depthwise, thin, some, row))).toEqual([1, 10, 200, 2000]);
  });
});

const random = seededRandom(3);
const values = (length: number) => Float32Array.from({ length }, () => 2 * random.next() - 1);
/** [outer][first][second] to [outer][second][first]. */
function turned(data: Float32Array, first: number, second: number): Float32Array {
  return data.map((_, at) => {
    const [outer, inner] = [Math.floor(at / (first * second)), at % (first * second)];
    return data[outer * first * second + (inner % first) * second + Math.floor(inner / first)] ?? Number.NaN;
  });
}
const everyRow = (kernel: typeof directNchw, problem: Problem, inputs: readonly Float32Array[]): Float32Array => {
  const reference = kernel.reference(problem, inputs);
  return Float32Array.from(Array.from({ length: reference.rows }, (_, row) => [...reference.row(row).values]).flat());
};

it('is the same with channels last', () => {
  for (const problem of oddConvolutions['convolution/direct-nhwc'] ?? []) {
    const shape = convolutionShape(problem);
    const { x, weight, channels } = elementsOf(shape);
    const [data, filters, scale, shift] = [values(x), values(weight), values(channels), values(channels)];
    const first = everyRow(directNchw, problem, [data, filters, scale, shift]);
    const taps = shape.kernelHeight * shape.kernelWidth;
    const last = everyRow(directNhwc, problem, [
      turned(data, shape.inChannels, shape.inHeight * shape.inWidth),
      // [out][in · tap] to [in · tap][out] to [tap · in][out], a block of out at a time.
      Float32Array.from({ length: weight }, (_, at) => {
        const [row, out] = [Math.floor(at / shape.outChannels), at % shape.outChannels];
        const [tap, channel] = [Math.floor(row / shape.inChannels), row % shape.inChannels];
        return filters[(out * shape.inChannels + channel) * taps + tap] ?? Number.NaN;
      }),
      scale,
      shift,
    ]);
    expect(turned(first, shape.outChannels, shape.outHeight * shape.outWidth)).toEqual(last);
  }
});

describe('the check of every output of a larger one without activation', () => {
  const large = { inChannels: 24, inHeight: 24, inWidth: 20, outChannels: 24, outHeight: 24, outWidth: 20 };
  const problem = { ...one, ...large, kernelHeight: 3, kernelWidth: 3, padTop: 1, padLeft: 1 };
  it.each([directNchw, directNhwc, implicitGemm])(
    '$id: accepts the right output and finds one wrong element',
    (kernel) => {
      const { x, weight, channels } = elementsOf(convolutionShape(problem));
      const inputs = [values(x), values(weight), values(channels), values(channels)];
      const right = everyRow(kernel, problem, inputs);
      const verdict = (output: Float32Array) => verifyOutput(kernel, problem, inputs, output, random.next, 1);
      expect(verdict(right)).toMatchObject({ ok: true, value: { whole: true } });
      for (let i = 0; i < 5; i++) {
        const at = random.integer(right.length);
        const wrong = right.map((value, index) => (index === at ? value + 0.01 : value));
        expect(verdict(wrong)).toMatchObject({ ok: false });
      }
    },
  );
  it('is left out with an activation, which no sum goes through, and with numbers that are none', () => {
    const { x, weight, channels } = elementsOf(convolutionShape(problem));
    const inputs = [values(x), values(weight), values(channels), values(channels)];
    const whole = (sizes: Problem, given: readonly Float32Array[]) =>
      directNchw.reference(sizes, given).checkWhole !== undefined;
    expect(whole(problem, inputs)).toBe(true);
    expect(whole({ ...problem, activation: 1 }, inputs)).toBe(false);
    expect(whole(problem, [inputs[0]?.with(7, Number.NaN) ?? nothing, ...inputs.slice(1)])).toBe(false);
  });
});

it('refuses sizes that do not go together, by name', () => {
  expect(sizesFit(directNchw, { ...one, inChannels: 3, groups: 2 })).toBe(
    'Input channels must be a multiple of the groups, 2.',
  );
  expect(sizesFit(directNchw, { ...one, inChannels: 2, groups: 2, outChannels: 3 })).toMatch(/^Output channels/);
  expect(sizesFit(depthwise, { ...one, inChannels: 4, groups: 2, outChannels: 4 })).toMatch(/^Groups must be .* 4\.$/);
  expect(sizesFit(depthwise, { ...one, inChannels: 2, groups: 2, outChannels: 3 })).toMatch(/^Output channels/);
  expect(sizesFit(implicitGemm, { ...one, inChannels: 2, groups: 2, outChannels: 2 })).toMatch(/^Groups of channels/);
  const tiny = { ...one, kernelHeight: 1, kernelWidth: 1, inHeight: 2, inWidth: 2 };
  expect(sizesFit(pointwiseConvolution, tiny)).toBeNull();
  expect(sizesFit(pointwiseConvolution, { ...tiny, outWidth: 1 })).toBe('Output width must be the input width, 2.');
  expect(sizesFit(pointwiseConvolution, { ...tiny, outHeight: 1 })).toBe('Output height must be the input height, 2.');
  expect(sizesFit(pointwiseConvolution, { ...tiny, strideWidth: 2 })).toMatch(/^Stride across/);
});
