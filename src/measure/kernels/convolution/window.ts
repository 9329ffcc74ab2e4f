import { type ConvolutionShape, inPixels, outPixels } from './shape.ts';

/** Row and column of the input under a tap of an output pixel. */
export interface Taps {
  readonly count: number;
  /** Index in the input's plane of what a tap of a pixel reads, −1 where it lies outside. */
  readonly at: (pixel: number, tap: number) => number;
}

export function tapsOf(shape: ConvolutionShape): Taps {
  const { outWidth, kernelHeight, kernelWidth, inHeight, inWidth } = shape;
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, padTop, padLeft } = shape;
  return {
    count: kernelHeight * kernelWidth,
    at: (pixel, tap) => {
      const row = Math.floor(pixel / outWidth) * strideHeight + Math.floor(tap / kernelWidth) * dilationHeight - padTop;
      const column = (pixel % outWidth) * strideWidth + (tap % kernelWidth) * dilationWidth - padLeft;
      return row >= 0 && row < inHeight && column >= 0 && column < inWidth ? row * inWidth + column : -1;
    },
  };
}

/** Windows that are looked at one by one; of more, tiles at even distances stand for those between. */
const MOST_WINDOWS = 2 ** 24;

/** Tiles of `pixels` output pixels in a row that are looked at: the first of each, and how many tiles it stands for. */
export function tilesOf(shape: ConvolutionShape, pixels: number): readonly { first: number; stands: number }[] {
  const count = Math.ceil(outPixels(shape) / pixels);
  const step = Math.ceil((outPixels(shape) * shape.kernelHeight * shape.kernelWidth) / MOST_WINDOWS);
  return Array.from({ length: Math.ceil(count / step) }, (_, i) => ({
    first: i * step * pixels,
    stands: Math.min(step, count - i * step),
  }));
}

/** Elements of one plane that each tile of `pixels` output pixels touches, summed. */
export function touchedByTiles(shape: ConvolutionShape, pixels: number): number {
  const taps = tapsOf(shape);
  const seen = new Int32Array(inPixels(shape)).fill(-1);
  let sum = 0;
  for (const { first, stands } of tilesOf(shape, pixels))
    for (let pixel = first; pixel < Math.min(first + pixels, outPixels(shape)); pixel++)
      for (let tap = 0; tap < taps.count; tap++) {
        const at = taps.at(pixel, tap);
        if (at < 0 || seen[at] === first) continue;
        seen[at] = first;
        sum += stands;
      }
  return sum;
}

/** Places along one axis that any window covers. */
function covered(extent: number, out: number, kernel: number, stride: number, dilation: number, pad: number): number {
  const places = new Set<number>();
  for (let index = 0; index < out; index++)
    for (let tap = 0; tap < kernel; tap++) places.add(index * stride + tap * dilation - pad);
  return [...places].filter((place) => place >= 0 && place < extent).length;
}

/** Elements of one plane that all windows together touch. */
export const touchedAtAll = (shape: ConvolutionShape): number =>
  covered(shape.inHeight, shape.outHeight, shape.kernelHeight, shape.strideHeight, shape.dilationHeight, shape.padTop) *
  covered(shape.inWidth, shape.outWidth, shape.kernelWidth, shape.strideWidth, shape.dilationWidth, shape.padLeft);
