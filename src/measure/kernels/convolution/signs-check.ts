import type { Reference } from '../kernel.ts';
import { UNIT_ROUNDOFF } from '../rounding.ts';
import type { Operands } from './reference.ts';
import { type ConvolutionShape, filterLength, inPixels, outPixels } from './shape.ts';
import { tapsOf } from './window.ts';

/** Wrong channels of one pixel may cancel for one vector of signs with probability at most 1/2. */
const VECTORS = 2;
/** Standard deviations of rounding that are allowed: a sound output fails once in 10^8 pixels (2·exp(−λ²/2)). */
const DEVIATIONS = 6;
/** Multiply-adds that the check may take: a Stop must not wait for it. */
const AFFORDABLE = 2 ** 22;

const at = (values: Float32Array | Float64Array, index: number): number => values[index] ?? Number.NaN;

/** Where a variant keeps what: element indices. */
export interface Places {
  readonly x: (image: number, channel: number, pixel: number) => number;
  /** `channel`: of the group's input channels. */
  readonly weight: (out: number, channel: number, tap: number) => number;
  readonly y: (image: number, channel: number, pixel: number) => number;
}

/** The filters of a group's channels, each times its scale and a random sign, summed; and how large they are. */
function signedFilter(
  shape: ConvolutionShape,
  { weight, scale }: Operands,
  places: Places,
  signs: Float64Array,
  from: number,
) {
  const taps = shape.kernelHeight * shape.kernelWidth;
  const filter = new Float64Array(filterLength(shape));
  let squares = 0;
  signs.forEach((sign, i) => {
    const factor = at(scale, from + i);
    for (let index = 0; index < filter.length; index++) {
      const value = factor * at(weight, places.weight(from + i, Math.floor(index / taps), index % taps));
      filter[index] = at(filter, index) + sign * value;
      squares += value * value;
    }
  });
  return { filter, norm: Math.sqrt(squares) };
}

/**
 * Freivalds' check of a convolution with no activation: the sum of a pixel's channels with random signs is one convolution with
 * the filters summed with those signs. O(1/channels) of the work; every output takes part. Tolerance as for products: λ·√k·u·‖a‖·‖B‖
 * (Higham & Mary 2019, theorem 2.4), and the roundings of scale and shift. A sentence about a pixel that is off by more; else null.
 */
function signsCheck(
  shape: ConvolutionShape,
  operands: Operands,
  places: Places,
  output: Float32Array,
  random: () => number,
): string | null {
  const { batch, inChannels, outChannels, groups } = shape;
  const [inEach, outEach] = [inChannels / groups, outChannels / groups];
  const [taps, pixels, length] = [tapsOf(shape), outPixels(shape), filterLength(shape)];
  for (let vector = 0; vector < VECTORS; vector++)
    for (let group = 0; group < groups; group++) {
      const from = group * outEach;
      const signs = Float64Array.from({ length: outEach }, () => (random() < 0.5 ? -1 : 1));
      const { filter, norm } = signedFilter(shape, operands, places, signs, from);
      const shifts = signs.reduce((sum, sign, i) => sum + sign * at(operands.shift, from + i), 0);
      const shiftNorm = Math.hypot(...operands.shift.subarray(from, from + outEach));
      for (let image = 0; image < batch; image++)
        for (let pixel = 0; pixel < pixels; pixel++) {
          let [expected, squares] = [shifts, 0];
          for (let tap = 0; tap < taps.count; tap++) {
            const place = taps.at(pixel, tap);
            if (place < 0) continue;
            for (let i = 0; i < inEach; i++) {
              const value = at(operands.x, places.x(image, group * inEach + i, place));
              expected += value * at(filter, i * taps.count + tap);
              squares += value * value;
            }
          }
          let found = 0;
          for (let i = 0; i < outEach; i++) found += at(signs, i) * at(output, places.y(image, from + i, pixel));
          const size = Math.sqrt(length + 4) * Math.sqrt(squares) * norm + 2 * shiftNorm;
          const [tolerance, error] = [DEVIATIONS * UNIT_ROUNDOFF * size, Math.abs(found - expected)];
          // Written so that NaN fails.
          if (!(error <= tolerance))
            return `pixel ${pixel} of image ${image} fails Freivalds' check: off by ${error.toPrecision(3)}, rounding allows ${tolerance.toPrecision(3)}`;
        }
    }
  return null;
}

/** Channels first, and weights [out][in][height][width]. */
export const planePlaces = (shape: ConvolutionShape): Places => ({
  x: (image, channel, pixel) => (image * shape.inChannels + channel) * inPixels(shape) + pixel,
  weight: (out, channel, tap) => out * filterLength(shape) + channel * shape.kernelHeight * shape.kernelWidth + tap,
  y: (image, channel, pixel) => (image * shape.outChannels + channel) * outPixels(shape) + pixel,
});

/** Channels last, in one group, and weights [height][width][in][out]. */
export const linePlaces = (shape: ConvolutionShape): Places => ({
  x: (image, channel, pixel) => (image * inPixels(shape) + pixel) * shape.inChannels + channel,
  weight: (out, channel, tap) => (tap * shape.inChannels + channel) * shape.outChannels + out,
  y: (image, channel, pixel) => (image * outPixels(shape) + pixel) * shape.outChannels + channel,
});

/** The reference with this check of the whole, where it applies: no activation, numbers that are all finite, and not too much work. */
export function withSignsCheck(
  reference: Reference,
  shape: ConvolutionShape,
  operands: Operands,
  places: Places,
): Reference {
  const work = VECTORS * shape.batch * shape.groups * outPixels(shape) * filterLength(shape);
  if (shape.activation !== 0 || work > AFFORDABLE) return reference;
  if (!Object.values(operands).every((values: Float32Array) => values.every(Number.isFinite))) return reference;
  return { ...reference, checkWhole: (output, random) => signsCheck(shape, operands, places, output, random) };
}
