import type { FieldValues, Shape } from '#model/workload/layer.ts';
import { type Call, first, list, made, type Value } from './value.fixture.ts';

const pair = (values: readonly number[]): readonly [number, number] => [values[0] ?? 1, values[1] ?? values[0] ?? 1];
const sides = ([top = 0, left = top, bottom = top, right = left]: readonly number[]) =>
  [top, left, bottom, right] as const;

/** Output height and width of a sliding window; PyTorch's rule for ceil_mode. */
function slid(
  extent: number,
  kernel: number,
  stride: number,
  dilation: number,
  before: number,
  after: number,
  ceil: boolean,
) {
  const steps = (extent + before + after - dilation * (kernel - 1) - 1) / stride;
  const positions = (ceil ? Math.ceil(steps) : Math.floor(steps)) + 1;
  return ceil && (positions - 1) * stride >= extent + before ? positions - 1 : positions;
}

interface Tap {
  readonly row: number;
  readonly column: number;
  /** Of the kernel. */
  readonly at: number;
  /** In the input, or in its padding, or past even that. */
  readonly where: 'input' | 'padding' | 'beyond';
}

/** Shape of what a window makes of an image, and the taps under each of its positions. */
function windows(fields: FieldValues, shape: Shape) {
  const [, , height = 1, width = 1] = shape;
  const [kernelHeight, kernelWidth] = pair(list(fields, 'kernel'));
  const [strideHeight, strideWidth] = pair(list(fields, 'stride'));
  const [dilationHeight, dilationWidth] = pair(list(fields, 'dilation'));
  const [top, left, bottom, right] = sides(list(fields, 'padding'));
  const ceil = fields['ceilMode'] === true;
  const outHeight = slid(height, kernelHeight, strideHeight, dilationHeight, top, bottom, ceil);
  const outWidth = slid(width, kernelWidth, strideWidth, dilationWidth, left, right, ceil);
  const taps = (position: number): readonly Tap[] => {
    const y = Math.floor(position / outWidth) * strideHeight - top;
    const x = (position % outWidth) * strideWidth - left;
    return Array.from({ length: kernelHeight * kernelWidth }, (_, at): Tap => {
      const row = y + Math.floor(at / kernelWidth) * dilationHeight;
      const column = x + (at % kernelWidth) * dilationWidth;
      const inside = row >= 0 && row < height && column >= 0 && column < width;
      const beyond = row >= height + bottom || column >= width + right;
      return { row, column, at, where: inside ? 'input' : beyond ? 'beyond' : 'padding' };
    });
  };
  return { outHeight, outWidth, taps };
}

export function convolve(call: Call, groups: number, outChannels: number): readonly Value[] {
  const { shape, data } = first(call);
  const [batch = 1, channels = 1, height = 1, width = 1] = shape;
  const { outHeight, outWidth, taps } = windows(call.fields, shape);
  const weight = call.weight('weight') as Float64Array;
  const bias = call.weight('bias');
  const inGroup = channels / groups;
  const area = outHeight * outWidth;
  const kernel = weight.length / (outChannels * inGroup);
  const result = made([batch, outChannels, outHeight, outWidth], (index) => {
    const out = Math.floor(index / area) % outChannels;
    const image = Math.floor(index / (area * outChannels));
    const start = Math.floor(out / (outChannels / groups)) * inGroup;
    let sum = bias?.[out] ?? 0;
    for (const { row, column, at, where } of taps(index % area)) {
      if (where !== 'input') continue;
      for (let channel = 0; channel < inGroup; channel++)
        sum +=
          (weight[(out * inGroup + channel) * kernel + at] ?? 0) *
          (data[((image * channels + start + channel) * height + row) * width + column] ?? 0);
    }
    return sum;
  });
  return [result];
}

export function pool(call: Call, combine: (values: readonly number[]) => number, counted: readonly Tap['where'][]) {
  const { shape, data } = first(call);
  const [batch = 1, channels = 1, height = 1, width = 1] = shape;
  const { outHeight, outWidth, taps } = windows(call.fields, shape);
  const area = outHeight * outWidth;
  return [
    made([batch, channels, outHeight, outWidth], (index) => {
      const plane = Math.floor(index / area);
      const values = taps(index % area)
        .filter(({ where }) => counted.includes(where))
        .map(({ row, column, where }) =>
          where === 'input' ? (data[(plane * height + row) * width + column] ?? 0) : 0,
        );
      return combine(values);
    }),
  ];
}
