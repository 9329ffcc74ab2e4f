import { activated, activatedError } from '../activations.ts';
import type { Reference } from '../kernel.ts';
import { gamma, sumTolerance } from '../rounding.ts';
import { type ConvolutionShape, filterLength, inPixels, outPixels } from './shape.ts';
import { lineStrides, planeStrides, withSignsCheck } from './signs-check.ts';

/** What a convolution reads, in the order of its bindings. */
export interface Operands {
  readonly x: Float32Array;
  readonly weight: Float32Array;
  readonly scale: Float32Array;
  readonly shift: Float32Array;
}

const at = (values: Float32Array | Float64Array, index: number): number => values[index] ?? Number.NaN;

/** Sums and the sums of their terms' magnitudes: of a row of output pixels for one filter tap by tap. */
class Row {
  readonly values: Float64Array;
  readonly magnitudes: Float64Array;

  constructor(length: number) {
    this.values = new Float64Array(length);
    this.magnitudes = new Float64Array(length);
  }

  /** Adds `factor` times `count` elements of `source`, `step` apart from `from` on, to the sums from `first` on. */
  add(first: number, count: number, factor: number, source: Float32Array, from: number, step: number): void {
    const { values, magnitudes } = this;
    for (let i = 0; i < count; i++) {
      const product = factor * (source[from + i * step] ?? Number.NaN);
      values[first + i] = (values[first + i] ?? 0) + product;
      magnitudes[first + i] = (magnitudes[first + i] ?? 0) + Math.abs(product);
    }
  }

  /** After the epilogue; the tolerance holds for any order of the sum, and for products and sums that are fused or not. */
  finished(terms: number, channelOf: (index: number) => number, activation: number, { scale, shift }: Operands) {
    const tolerance = new Float64Array(this.values.length);
    const values = this.values.map((sum, index) => {
      const [factor, term] = [at(scale, channelOf(index)), at(shift, channelOf(index))];
      const argument = sum * factor + term;
      const error =
        Math.abs(factor) * sumTolerance(terms, at(this.magnitudes, index)) +
        gamma(2) * (Math.abs(sum * factor) + Math.abs(term));
      tolerance[index] = activatedError(activation, argument, error);
      return activated(activation, argument);
    });
    return { values, tolerance, magnitudes: this.magnitudes };
  }
}

/** Output columns whose tap lies inside the input: [first, end). */
function columnsInside(shape: ConvolutionShape, column: number): readonly [number, number] {
  const { inWidth, outWidth, strideWidth, dilationWidth, padLeft } = shape;
  const offset = column * dilationWidth - padLeft;
  const first = Math.max(0, Math.ceil(-offset / strideWidth));
  return [first, Math.min(outWidth, Math.floor((inWidth - 1 - offset) / strideWidth) + 1)];
}

/** Channels first: a row is the plane of one output channel of one image. */
export function planeReference(shape: ConvolutionShape, operands: Operands): Reference {
  const { inChannels, outChannels, groups, outHeight, outWidth, kernelHeight, kernelWidth } = shape;
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, padTop, padLeft, inHeight, inWidth } = shape;
  const { x, weight } = operands;
  const [inEach, outEach] = [inChannels / groups, outChannels / groups];
  const terms = filterLength(shape);
  const reference: Reference = {
    rows: shape.batch * outChannels,
    rowLength: outPixels(shape),
    row(index) {
      const channel = index % outChannels;
      const sums = new Row(outPixels(shape));
      const firstPlane = Math.floor(index / outChannels) * inChannels + Math.floor(channel / outEach) * inEach;
      for (let i = 0; i < inEach; i++)
        for (let row = 0; row < kernelHeight; row++)
          for (let column = 0; column < kernelWidth; column++) {
            const factor = at(weight, ((channel * inEach + i) * kernelHeight + row) * kernelWidth + column);
            const [first, end] = columnsInside(shape, column);
            for (let down = 0; down < outHeight; down++) {
              const line = down * strideHeight + row * dilationHeight - padTop;
              if (line < 0 || line >= inHeight) continue;
              const start = (firstPlane + i) * inPixels(shape) + line * inWidth + column * dilationWidth - padLeft;
              sums.add(down * outWidth + first, end - first, factor, x, start + first * strideWidth, strideWidth);
            }
          }
      return sums.finished(terms, () => channel, shape.activation, operands);
    },
  };
  return withSignsCheck(reference, shape, operands, planeStrides(shape));
}

/** Channels last, in one group: a row is the channels of one row of pixels of one image. */
export function lineReference(shape: ConvolutionShape, operands: Operands): Reference {
  const { inChannels, outChannels, outHeight, outWidth, kernelHeight, kernelWidth, inHeight, inWidth } = shape;
  const { x, weight } = operands;
  const terms = filterLength(shape);
  const reference: Reference = {
    rows: shape.batch * outHeight,
    rowLength: outWidth * outChannels,
    row(index) {
      const [image, down] = [Math.floor(index / outHeight), index % outHeight];
      const sums = new Row(outWidth * outChannels);
      for (let row = 0; row < kernelHeight; row++) {
        const line = down * shape.strideHeight + row * shape.dilationHeight - shape.padTop;
        if (line < 0 || line >= inHeight) continue;
        for (let column = 0; column < kernelWidth; column++) {
          const [first, end] = columnsInside(shape, column);
          for (let across = first; across < end; across++) {
            const from = across * shape.strideWidth + column * shape.dilationWidth - shape.padLeft;
            const pixel = ((image * inHeight + line) * inWidth + from) * inChannels;
            for (let i = 0; i < inChannels; i++) {
              const value = at(x, pixel + i);
              const filter = ((row * kernelWidth + column) * inChannels + i) * outChannels;
              sums.add(across * outChannels, outChannels, value, weight, filter, 1);
            }
          }
        }
      }
      return sums.finished(terms, (index) => index % outChannels, shape.activation, operands);
    },
  };
  return withSignsCheck(reference, shape, operands, lineStrides(shape));
}
