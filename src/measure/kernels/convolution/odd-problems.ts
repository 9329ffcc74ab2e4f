import type { Problem } from '../kernel.ts';
import type { ConvolutionShape } from './shape.ts';

const base: ConvolutionShape = {
  batch: 1,
  inChannels: 1,
  inHeight: 1,
  inWidth: 1,
  outChannels: 1,
  outHeight: 1,
  outWidth: 1,
  kernelHeight: 1,
  kernelWidth: 1,
  strideHeight: 1,
  strideWidth: 1,
  dilationHeight: 1,
  dilationWidth: 1,
  padTop: 0,
  padLeft: 0,
  groups: 1,
  activation: 0,
};
const problem = (changes: Partial<ConvolutionShape>): Problem => ({ ...base, ...changes });

const size = (height: number, width: number) => ({ inHeight: height, inWidth: width });
const out = (height: number, width: number) => ({ outHeight: height, outWidth: width });
const kernel = (height: number, width: number) => ({ kernelHeight: height, kernelWidth: width });

/** One element; a 3×3 layer with padding; strides, dilations and padding that differ by axis; past a tile along each. */
const inOneGroup: readonly Problem[] = [
  problem({}),
  problem({ inChannels: 3, outChannels: 5, ...size(7, 9), ...out(7, 9), ...kernel(3, 3), padTop: 1, padLeft: 1 }),
  problem({
    batch: 2,
    inChannels: 7,
    outChannels: 33,
    ...size(9, 11),
    ...out(5, 6),
    ...kernel(3, 3),
    strideHeight: 2,
    strideWidth: 2,
    padTop: 1,
    padLeft: 1,
    activation: 1,
  }),
  problem({
    inChannels: 2,
    outChannels: 9,
    ...size(13, 15),
    ...out(11, 7),
    ...kernel(2, 3),
    strideWidth: 2,
    dilationHeight: 2,
    dilationWidth: 3,
    padLeft: 2,
    activation: 3,
  }),
  // Padding that is wider than the kernel, and windows that end outside.
  problem({
    batch: 3,
    inChannels: 1,
    outChannels: 66,
    ...size(3, 2),
    ...out(6, 5),
    ...kernel(2, 2),
    padTop: 3,
    padLeft: 1,
  }),
];

const grouped: readonly Problem[] = [
  problem({
    inChannels: 6,
    outChannels: 9,
    groups: 3,
    ...size(8, 9),
    ...out(8, 9),
    ...kernel(3, 3),
    padTop: 1,
    padLeft: 1,
  }),
  problem({
    batch: 2,
    inChannels: 4,
    outChannels: 14,
    groups: 2,
    ...size(5, 5),
    ...out(3, 3),
    ...kernel(3, 3),
    strideHeight: 2,
    strideWidth: 2,
    padTop: 1,
    padLeft: 1,
    activation: 2,
  }),
];

const depthwise: readonly Problem[] = [
  problem({}),
  problem({
    batch: 2,
    inChannels: 5,
    outChannels: 5,
    groups: 5,
    ...size(9, 9),
    ...out(9, 9),
    ...kernel(3, 3),
    padTop: 1,
    padLeft: 1,
  }),
  problem({
    inChannels: 3,
    outChannels: 6,
    groups: 3,
    ...size(15, 14),
    ...out(7, 7),
    ...kernel(3, 4),
    strideHeight: 2,
    strideWidth: 2,
    padTop: 0,
    padLeft: 1,
    activation: 2,
  }),
  problem({
    inChannels: 3,
    outChannels: 9,
    groups: 3,
    ...size(7, 17),
    ...out(5, 17),
    ...kernel(5, 3),
    dilationHeight: 2,
    dilationWidth: 2,
    padTop: 3,
    padLeft: 2,
    activation: 5,
  }),
];

const plane = (height: number, width: number) => ({ ...size(height, width), ...out(height, width) });
const pointwise: readonly Problem[] = [
  problem({}),
  problem({ batch: 2, inChannels: 7, outChannels: 33, ...plane(7, 9), activation: 1 }),
  problem({ inChannels: 33, outChannels: 65, ...plane(5, 13) }),
  problem({ batch: 3, inChannels: 4, outChannels: 3, ...plane(10, 13), activation: 8 }),
];

/** For tests: shapes at which convolutions go wrong, by kernel. */
export const oddConvolutions: Readonly<Record<string, readonly Problem[]>> = {
  'convolution/direct-nchw': [...inOneGroup, ...grouped, ...depthwise.slice(2)],
  'convolution/direct-nhwc': inOneGroup,
  'convolution/implicit-gemm': inOneGroup,
  // A software adapter takes seconds to compile it.
  'convolution/implicit-gemm-staged': inOneGroup.slice(2),
  'convolution/depthwise': depthwise,
  'convolution/pointwise': pointwise,
};
