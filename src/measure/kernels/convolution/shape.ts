import type { Problem, SizeSpec } from '../kernel.ts';
import { sizeOf } from '../problem.ts';

/** Sizes of a convolution: those of the model's op, where its padding begins, and the code of what follows (`activations.ts`). */
export interface ConvolutionShape {
  readonly batch: number;
  /** Over all groups. */
  readonly inChannels: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly outChannels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  /** Rows and columns of noughts before the input; those behind it follow from the size of the output. */
  readonly padTop: number;
  readonly padLeft: number;
  readonly groups: number;
  readonly activation: number;
}

/** Highest code of an activation. */
const LAST_ACTIVATION = 8;

const size = (
  key: keyof ConvolutionShape,
  label: string,
  max: number,
  usual: number,
): SizeSpec & { key: typeof key } => ({
  key,
  label,
  min: 1,
  max,
  default: usual,
});
const fromNought = (spec: SizeSpec): SizeSpec => ({ ...spec, min: 0 });

/** By default a 3×3 layer of 32 channels on 28×28 pixels. */
export const CONVOLUTION_SIZES: readonly SizeSpec[] = [
  size('batch', 'Images', 4096, 1),
  size('inChannels', 'Input channels', 65_535, 32),
  size('inHeight', 'Input height', 8192, 28),
  size('inWidth', 'Input width', 8192, 28),
  size('outChannels', 'Output channels', 65_535, 32),
  size('outHeight', 'Output height', 8192, 28),
  size('outWidth', 'Output width', 8192, 28),
  size('kernelHeight', 'Kernel height', 64, 3),
  size('kernelWidth', 'Kernel width', 64, 3),
  size('strideHeight', 'Stride down', 64, 1),
  size('strideWidth', 'Stride across', 64, 1),
  size('dilationHeight', 'Dilation down', 64, 1),
  size('dilationWidth', 'Dilation across', 64, 1),
  fromNought(size('padTop', 'Padding above', 4096, 1)),
  fromNought(size('padLeft', 'Padding to the left', 4096, 1)),
  size('groups', 'Groups of channels', 65_535, 1),
  fromNought(size('activation', 'Activation, by its code', LAST_ACTIVATION, 0)),
];

/** The sizes with some of them held at one value, or with another default. */
export const sizesWith = (
  fixed: Partial<ConvolutionShape>,
  usual: Partial<ConvolutionShape> = {},
): readonly SizeSpec[] =>
  CONVOLUTION_SIZES.map((spec) => {
    const key = spec.key as keyof ConvolutionShape;
    const value = fixed[key];
    return value === undefined
      ? { ...spec, default: usual[key] ?? spec.default }
      : { ...spec, min: value, max: value, default: value };
  });

export function convolutionShape(problem: Problem): ConvolutionShape {
  const entries = CONVOLUTION_SIZES.map(({ key }) => [key, sizeOf(problem, key)]);
  return Object.fromEntries(entries) as unknown as ConvolutionShape;
}

/** Elements of one tap's row: what a filter sums over. */
export const filterLength = (shape: ConvolutionShape): number =>
  (shape.inChannels / shape.groups) * shape.kernelHeight * shape.kernelWidth;

export const inPixels = ({ inHeight, inWidth }: ConvolutionShape): number => inHeight * inWidth;
export const outPixels = ({ outHeight, outWidth }: ConvolutionShape): number => outHeight * outWidth;

export const elementsOf = (shape: ConvolutionShape) => ({
  x: shape.batch * shape.inChannels * inPixels(shape),
  weight: shape.outChannels * filterLength(shape),
  channels: shape.outChannels,
  y: shape.batch * shape.outChannels * outPixels(shape),
});

/** Whether both channel counts divide into the groups: null, or a sentence that names the size. */
export function groupsFit(problem: Problem): string | null {
  const { inChannels, outChannels, groups } = convolutionShape(problem);
  if (inChannels % groups !== 0) return `Input channels must be a multiple of the groups, ${groups}.`;
  return outChannels % groups === 0 ? null : `Output channels must be a multiple of the groups, ${groups}.`;
}
