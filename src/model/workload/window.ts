import { formatShape } from '#core/format.ts';
import { ok, type Result } from '#core/result.ts';
import { integers } from './define-kind.ts';
import type { Shape, ShapeFault } from './layer.ts';
import { pairOf, shapeFault } from './shape.ts';

const MAX_WINDOW = 1024;
const perAxis = (label: string, value: number, min: number, help: string) =>
  integers(label, { default: [value], min, max: MAX_WINDOW, minLength: 1, maxLength: 2, help });

export const kernelField = (value: number) => perAxis('Kernel', value, 1, 'Height and width, or one number for both.');
export const strideField = (value: number) => perAxis('Stride', value, 1, 'Down and across, or one number for both.');
export const dilationField = perAxis('Dilation', 1, 1, 'Step between the taps of the kernel; 1 is dense.');
export const paddingField = integers('Padding', {
  default: [0],
  min: 0,
  max: MAX_WINDOW,
  minLength: 1,
  maxLength: 4,
  help: 'One number for every side; height and width; or top, left, bottom, right.',
});

/** A window that slides over the height and width of [N, C, H, W]. */
export interface Window {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation?: readonly number[];
  /** The last window may hang over the end, as long as it starts inside the input or its leading padding (PyTorch). */
  readonly ceilMode?: boolean;
}

/** Top, left, bottom, right: ONNX's order. */
export function sidesOf(padding: readonly number[]): readonly [number, number, number, number] {
  const [top = 0, left = top, bottom = top, right = left] = padding;
  return [top, left, bottom, right];
}

function positions(
  extent: number,
  reach: number,
  stride: number,
  before: number,
  after: number,
  ceil: boolean,
): number {
  const steps = (extent + before + after - reach) / stride;
  if (steps < 0) return 0;
  if (!ceil) return Math.floor(steps) + 1;
  const count = Math.ceil(steps) + 1;
  return (count - 1) * stride >= extent + before ? count - 1 : count;
}

const imageFault = (shape: Shape) =>
  shapeFault(`takes batch × channels × height × width and its input is ${formatShape(shape)}; put a reshape before it`);

/** Height and width of the output: ⌊(extent + padding − dilation·(kernel − 1) − 1) / stride⌋ + 1 on each axis. */
export function slide(input: Shape, window: Window): Result<readonly [height: number, width: number], ShapeFault> {
  const [, , height = 0, width = 0] = input;
  if (input.length !== 4) return imageFault(input);
  if (window.padding.length === 3)
    return shapeFault('padding has three numbers; give one, two (height, width) or four (top, left, bottom, right)');
  const [kernelHeight, kernelWidth] = pairOf(window.kernel);
  const [strideHeight, strideWidth] = pairOf(window.stride);
  const [dilationHeight, dilationWidth] = pairOf(window.dilation ?? [1]);
  const [top, left, bottom, right] = sidesOf(window.padding);
  const reachHeight = dilationHeight * (kernelHeight - 1) + 1;
  const reachWidth = dilationWidth * (kernelWidth - 1) + 1;
  const ceil = window.ceilMode ?? false;
  const outHeight = positions(height, reachHeight, strideHeight, top, bottom, ceil);
  const outWidth = positions(width, reachWidth, strideWidth, left, right, ceil);
  if (outHeight < 1 || outWidth < 1)
    return shapeFault(
      `a kernel of ${formatShape([reachHeight, reachWidth])} does not fit the padded input of ${formatShape([
        height + top + bottom,
        width + left + right,
      ])}; raise the padding, or lower the kernel or dilation`,
    );
  return ok([outHeight, outWidth]);
}

/** Where the windows of an output lie on its input. */
export interface Geometry {
  readonly inHeight: number;
  readonly inWidth: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  readonly padTop: number;
  readonly padLeft: number;
}

/** Of [N, C, H, W] in and out. */
export function geometryOf(window: Window, input: Shape, output: Shape): Geometry {
  const [, , inHeight = 1, inWidth = 1] = input;
  const [, , outHeight = 1, outWidth = 1] = output;
  const [kernelHeight, kernelWidth] = pairOf(window.kernel);
  const [strideHeight, strideWidth] = pairOf(window.stride);
  const [dilationHeight, dilationWidth] = pairOf(window.dilation ?? [1]);
  const [padTop, padLeft] = sidesOf(window.padding);
  return {
    inHeight,
    inWidth,
    outHeight,
    outWidth,
    kernelHeight,
    kernelWidth,
    strideHeight,
    strideWidth,
    dilationHeight,
    dilationWidth,
    padTop,
    padLeft,
  };
}
