import source from '#shaders/elementwise/pool.wgsl?raw';
import type { Tap } from '../access/grid.ts';
import type { Kernel, Problem, SizeSpec } from '../kernel.ts';
import { sumTolerance } from '../rounding.ts';
import { type FlatLayout, type FlatVariant, flatKernel } from './flat.ts';
import { extent, offset, sizesOf } from './sizes.ts';
import { product } from './view.ts';
import { axisOf, insideOf, overWindow, touched } from './window.ts';

/** Padding never wins: f32 has no smaller number. */
const LOWEST = -(2 - 2 ** -23) * 2 ** 127;

const PLANES = ['batch', 'channels'] as const;
const COMMON_SIZES: readonly SizeSpec[] = [
  extent('batch', 'Batch', 1),
  extent('channels', 'Channels', 64),
  extent('inHeight', 'Height', 112, 65_536),
  extent('inWidth', 'Width', 112, 65_536),
  extent('outHeight', 'Height of the output', 56, 65_536),
  extent('outWidth', 'Width of the output', 56, 65_536),
  extent('kernelHeight', 'Height of the window', 3, 1024),
  extent('kernelWidth', 'Width of the window', 3, 1024),
  extent('strideHeight', 'Stride down', 2, 1024),
  extent('strideWidth', 'Stride across', 2, 1024),
  offset('padTop', 'Padding above', 1, 1024),
  offset('padLeft', 'Padding on the left', 1, 1024),
];

function layout(problem: Problem, flopPerOutput: (taps: number) => number): FlatLayout {
  const planes = product(sizesOf(problem, PLANES));
  const [down, across] = [axisOf(problem, 'Height'), axisOf(problem, 'Width')];
  const axes = [planes, down.output, across.output];
  const strides = [down.input * across.input, down.stride * across.input, across.stride];
  const taps: Tap[] = [];
  for (let v = 0; v < down.kernel; v++)
    for (let u = 0; u < across.kernel; u++)
      taps.push({
        start: (v * down.dilation - down.before) * across.input + u * across.dilation - across.before,
        strides,
        ranges: [[0, planes], insideOf(down, v), insideOf(across, u)],
      });
  return {
    axes,
    reads: [
      {
        name: 'x',
        elements: planes * down.input * across.input,
        taps,
        distinct: planes * touched(down) * touched(across),
      },
    ],
    flop: product(axes) * flopPerOutput(down.kernel * across.kernel),
  };
}

interface Reduction {
  readonly average: 0 | 1;
  readonly flopPerOutput: (taps: number) => number;
  readonly value: (elements: readonly number[], divisor: number) => { value: number; tolerance: number };
}

function pool(
  description: Pick<Kernel, 'id' | 'title' | 'teaches' | 'sizes'>,
  { average, flopPerOutput, value }: Reduction,
): FlatVariant {
  const sides = (problem: Problem) => [axisOf(problem, 'Height'), axisOf(problem, 'Width')] as const;
  return {
    ...description,
    source,
    reads: [{ name: 'x' }],
    layout: (problem) => layout(problem, flopPerOutput),
    constants: (problem) => {
      const [down, across] = sides(problem);
      return {
        AVERAGE: average,
        IN_HEIGHT: down.input,
        IN_WIDTH: across.input,
        OUT_HEIGHT: down.output,
        OUT_WIDTH: across.output,
        KERNEL_HEIGHT: down.kernel,
        KERNEL_WIDTH: across.kernel,
        STRIDE_HEIGHT: down.stride,
        STRIDE_WIDTH: across.stride,
        DILATION_HEIGHT: down.dilation,
        DILATION_WIDTH: across.dilation,
        PAD_TOP: down.before,
        PAD_LEFT: across.before,
        PAD_BOTTOM: down.after,
        PAD_RIGHT: across.after,
      };
    },
    point: (problem, [x]) => {
      const [down, across] = sides(problem);
      return (index) => {
        const elements: number[] = [];
        const divisor = overWindow(down, across, index, (address) => elements.push(x?.[address] ?? Number.NaN));
        return value(elements, divisor);
      };
    },
  };
}

export const maxPool = flatKernel(
  pool(
    {
      id: 'elementwise/max-pool',
      title: 'Max pooling',
      teaches:
        'The largest of each window: neighbouring windows share what they read, so that the cache, not memory, answers most of the loads.',
      sizes: [
        ...COMMON_SIZES,
        extent('dilationHeight', 'Dilation down', 1, 1024),
        extent('dilationWidth', 'Dilation across', 1, 1024),
      ],
    },
    {
      average: 0,
      flopPerOutput: (taps) => taps - 1,
      value: (elements) => ({ value: elements.reduce((a, b) => Math.max(a, b), LOWEST), tolerance: 0 }),
    },
  ),
);

export const averagePool = flatKernel(
  pool(
    {
      id: 'elementwise/average-pool',
      title: 'Average pooling',
      teaches: 'The mean of each window, its padding counted as nought: an addition for each load, bound by memory.',
      sizes: [
        ...COMMON_SIZES,
        offset('padBottom', 'Padding below', 1, 1024),
        offset('padRight', 'Padding on the right', 1, 1024),
      ],
    },
    {
      average: 1,
      flopPerOutput: (taps) => taps,
      value: (elements, divisor) => {
        const sum = elements.reduce((a, b) => a + b, 0);
        const magnitude = elements.reduce((a, b) => a + Math.abs(b), 0) / divisor;
        // WGSL grants a division 2.5 ulp (section 15.7.4.1): five roundings to nearest, and each addition two.
        return { value: sum / divisor, tolerance: sumTolerance(2 * elements.length + 5, magnitude) };
      },
    },
  ),
);
