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

/** How a variant lays out its tensors: elements from one image, channel, pixel, filter or tap to the next. */
export interface Strides {
  readonly x: { readonly image: number; readonly channel: number; readonly pixel: number };
  readonly weight: { readonly out: number; readonly channel: number; readonly tap: number };
  readonly y: { readonly image: number; readonly channel: number; readonly pixel: number };
}

/** The filters of a group's channels, each times its scale and a random sign, summed; and how large they are. */
function signedFilter(
  shape: ConvolutionShape,
  { weight, scale }: Operands,
  strides: Strides,
  signs: Float64Array,
  from: number,
) {
  const taps = shape.kernelHeight * shape.kernelWidth;
  const { out, channel, tap } = strides.weight;
  const filter = new Float64Array(filterLength(shape));
  let squares = 0;
  signs.forEach((sign, i) => {
    const factor = at(scale, from + i);
    for (let index = 0; index < filter.length; index++) {
      const value = factor * at(weight, (from + i) * out + Math.floor(index / taps) * channel + (index % taps) * tap);
      filter[index] = at(filter, index) + sign * value;
      squares += value * value;
    }
  });
  return { filter, norm: Math.sqrt(squares) };
}

/** Where each tap of each pixel lies in the input's plane, tap by tap; −1 outside. */
function placesOf(shape: ConvolutionShape): Int32Array {
  const [taps, pixels] = [tapsOf(shape), outPixels(shape)];
  const places = new Int32Array(taps.count * pixels);
  for (let i = 0; i < places.length; i++) places[i] = taps.at(i % pixels, Math.floor(i / pixels));
  return places;
}

/** One filter over the channels of x from element `start` on: its sum at each pixel, and the squares that it covers. */
function filtered(
  x: Float32Array,
  start: number,
  { channel, pixel }: Strides['x'],
  filter: Float64Array,
  places: Int32Array,
  pixels: number,
) {
  const [sums, squares] = [new Float64Array(pixels), new Float64Array(pixels)];
  const taps = places.length / pixels;
  for (let index = 0; index < filter.length; index++) {
    const factor = at(filter, index);
    const first = start + Math.floor(index / taps) * channel;
    const tap = (index % taps) * pixels;
    for (let i = 0; i < pixels; i++) {
      const place = places[tap + i] ?? -1;
      if (place < 0) continue;
      const value = x[first + place * pixel] ?? Number.NaN;
      sums[i] = (sums[i] ?? 0) + factor * value;
      squares[i] = (squares[i] ?? 0) + value * value;
    }
  }
  return { sums, squares };
}

/** The channels of y from element `start` on, each times its sign, summed at each pixel. */
function signedSums(
  y: Float32Array,
  start: number,
  { channel, pixel }: Strides['y'],
  signs: Float64Array,
  pixels: number,
): Float64Array {
  const sums = new Float64Array(pixels);
  signs.forEach((sign, i) => {
    for (let at = 0; at < pixels; at++)
      sums[at] = (sums[at] ?? 0) + sign * (y[start + i * channel + at * pixel] ?? Number.NaN);
  });
  return sums;
}

/**
 * Freivalds' check of a convolution with no activation: the sum of a pixel's channels with random signs is one convolution with
 * the filters summed with those signs. O(1/channels) of the work; every output takes part. Tolerance as for products: λ·√k·u·‖a‖·‖B‖
 * (Higham & Mary 2019, theorem 2.4), and the roundings of scale and shift. A sentence about a pixel that is off by more; else null.
 */
function signsCheck(
  shape: ConvolutionShape,
  operands: Operands,
  strides: Strides,
  output: Float32Array,
  random: () => number,
): string | null {
  const { batch, inChannels, outChannels, groups } = shape;
  const [inEach, outEach] = [inChannels / groups, outChannels / groups];
  const places = placesOf(shape);
  for (let vector = 0; vector < VECTORS; vector++)
    for (let group = 0; group < groups; group++) {
      const from = group * outEach;
      const signs = Float64Array.from({ length: outEach }, () => (random() < 0.5 ? -1 : 1));
      const { filter, norm } = signedFilter(shape, operands, strides, signs, from);
      const shifts = signs.reduce((sum, sign, i) => sum + sign * at(operands.shift, from + i), 0);
      const shiftNorm = Math.hypot(...operands.shift.subarray(from, from + outEach));
      for (let image = 0; image < batch; image++) {
        const start = image * strides.x.image + group * inEach * strides.x.channel;
        const { sums, squares } = filtered(operands.x, start, strides.x, filter, places, outPixels(shape));
        const found = signedSums(
          output,
          image * strides.y.image + from * strides.y.channel,
          strides.y,
          signs,
          sums.length,
        );
        for (let pixel = 0; pixel < sums.length; pixel++) {
          const size = Math.sqrt(filter.length + 4) * Math.sqrt(at(squares, pixel)) * norm + 2 * shiftNorm;
          const tolerance = DEVIATIONS * UNIT_ROUNDOFF * size;
          const error = Math.abs(at(found, pixel) - at(sums, pixel) - shifts);
          // Written so that NaN fails.
          if (!(error <= tolerance))
            return `pixel ${pixel} of image ${image} fails Freivalds' check: off by ${error.toPrecision(3)}, rounding allows ${tolerance.toPrecision(3)}`;
        }
      }
    }
  return null;
}

/** Channels first, and weights [out][in][height][width]. */
export const planeStrides = (shape: ConvolutionShape): Strides => ({
  x: { image: shape.inChannels * inPixels(shape), channel: inPixels(shape), pixel: 1 },
  weight: { out: filterLength(shape), channel: shape.kernelHeight * shape.kernelWidth, tap: 1 },
  y: { image: shape.outChannels * outPixels(shape), channel: outPixels(shape), pixel: 1 },
});

/** Channels last, in one group, and weights [height][width][in][out]. */
export const lineStrides = (shape: ConvolutionShape): Strides => ({
  x: { image: shape.inChannels * inPixels(shape), channel: 1, pixel: shape.inChannels },
  weight: { out: 1, channel: shape.outChannels, tap: shape.inChannels * shape.outChannels },
  y: { image: shape.outChannels * outPixels(shape), channel: 1, pixel: shape.outChannels },
});

/** The reference with this check of the whole, where it applies: no activation, numbers that are all finite, and not too much work. */
export function withSignsCheck(
  reference: Reference,
  shape: ConvolutionShape,
  operands: Operands,
  strides: Strides,
): Reference {
  const work = VECTORS * shape.batch * shape.groups * outPixels(shape) * filterLength(shape);
  if (shape.activation !== 0 || work > AFFORDABLE) return reference;
  if (!Object.values(operands).every((values: Float32Array) => values.every(Number.isFinite))) return reference;
  return { ...reference, checkWhole: (output, random) => signsCheck(shape, operands, strides, output, random) };
}
