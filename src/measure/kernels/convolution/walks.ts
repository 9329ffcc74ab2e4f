import { type Instruction, one, type Walk } from '../access/walk.ts';
import type { Problem } from '../kernel.ts';
import { type ConvolutionShape, convolutionShape } from './shape.ts';

// For tests: the accesses of the convolutions, with absolute addresses, as the WGSL makes them.

const X = 0;
const WEIGHT = 1;
const SCALE = 2;
const SHIFT = 3;
const Y = 4;

type Where = { readonly row: number; readonly column: number };

/** Where a tap of an output pixel lies in the input, and whether it lies inside. */
function tapAt(shape: ConvolutionShape, pixel: number, tap: Where): Where & { readonly inside: boolean } {
  const row = Math.floor(pixel / shape.outWidth) * shape.strideHeight + tap.row * shape.dilationHeight - shape.padTop;
  const column = (pixel % shape.outWidth) * shape.strideWidth + tap.column * shape.dilationWidth - shape.padLeft;
  return { row, column, inside: row >= 0 && row < shape.inHeight && column >= 0 && column < shape.inWidth };
}

const tapsOf = ({ kernelHeight, kernelWidth }: ConvolutionShape): readonly Where[] =>
  Array.from({ length: kernelHeight * kernelWidth }, (_, tap) => ({
    row: Math.floor(tap / kernelWidth),
    column: tap % kernelWidth,
  }));

interface Lanes {
  readonly across: number;
  readonly down: number;
  readonly slots: number;
  readonly channels: number;
}

/** Channels first: `across` invocations along the pixels, `down` along blocks of channels, pixels `across` apart. */
function planes(shape: ConvolutionShape, lanes: Lanes, groups: number, clamped: boolean): Walk {
  const { inChannels, outChannels, outHeight, outWidth, inHeight, inWidth } = shape;
  const pixels = outHeight * outWidth;
  const [inEach, outEach] = [inChannels / shape.groups, outChannels / groups];
  const blocks = Math.ceil(outEach / lanes.channels);
  const groupRows = Math.ceil((groups * blocks) / lanes.down);
  const taps = tapsOf(shape);
  return {
    groupsX: Math.ceil(pixels / (lanes.across * lanes.slots)),
    groupsY: groupRows * shape.batch,
    invocations: lanes.across * lanes.down,
    program: (group, lane) => {
      const image = Math.floor(group.y / groupRows);
      const block = (group.y % groupRows) * lanes.down + Math.floor(lane / lanes.across);
      const pixel = group.x * lanes.across * lanes.slots + (lane % lanes.across);
      const active = block < groups * blocks && pixel < pixels;
      const part = Math.floor(block / blocks);
      const first = part * outEach + (block % blocks) * lanes.channels;
      const end = (part + 1) * outEach;
      const firstPlane = image * inChannels + Math.floor((first * shape.groups) / outChannels) * inEach;
      const list: Instruction[] = [];
      const slots = Array.from({ length: lanes.slots }, (_, slot) => pixel + slot * lanes.across);
      for (const [tap, where] of taps.entries())
        for (let i = 0; i < inEach; i++) {
          for (let slot = 0; slot < lanes.channels; slot++)
            list.push(one(active, WEIGHT, (Math.min(first + slot, end - 1) * inEach + i) * taps.length + tap));
          for (const mine of slots) {
            const at = tapAt(shape, clamped ? Math.min(mine, pixels - 1) : mine, where);
            const reads = active && at.inside && (clamped || mine < pixels);
            list.push(one(reads, X, ((firstPlane + i) * inHeight + at.row) * inWidth + at.column));
          }
        }
      for (const mine of slots)
        for (let channel = first; channel < first + lanes.channels; channel++) {
          const writes = active && mine < pixels && channel < end;
          list.push(one(writes, SCALE, channel), one(writes, SHIFT, channel));
          list.push(one(writes, Y, (image * outChannels + channel) * pixels + mine));
        }
      return list;
    },
  };
}

/** 16×16 invocations: 64 pixels of 64 channels, in steps of 16 along the filter, staged in workgroup memory. */
function staged(shape: ConvolutionShape): Walk {
  const { inChannels, outChannels, outHeight, outWidth, inHeight, inWidth } = shape;
  const pixels = outHeight * outWidth;
  const groupRows = Math.ceil(outChannels / 64);
  const taps = tapsOf(shape);
  const length = inChannels * taps.length;
  return {
    groupsX: Math.ceil(pixels / 64),
    groupsY: groupRows * shape.batch,
    invocations: 256,
    program: (group, lane) => {
      const image = Math.floor(group.y / groupRows);
      const [left, top] = [group.x * 64, (group.y % groupRows) * 64];
      const list: Instruction[] = [];
      for (let first = 0; first < length; first += 16)
        for (let i = 0; i < 4; i++) {
          const step = first + Math.floor(lane / 64) + 4 * i;
          const channel = Math.floor(step / taps.length);
          const pixel = left + (lane % 64);
          const { row, column, inside } = tapAt(shape, pixel, taps[step % taps.length] ?? { row: 0, column: 0 });
          const reads = pixel < pixels && channel < inChannels && inside;
          list.push(one(reads, X, ((image * inChannels + channel) * inHeight + row) * inWidth + column));
          const line = top + Math.floor(lane / 16) + 16 * i;
          const at = first + (lane % 16);
          list.push(one(line < outChannels && at < length, WEIGHT, line * length + at));
        }
      for (let down = 0; down < 64; down += 16)
        for (let across = 0; across < 64; across += 16) {
          const channel = top + Math.floor(lane / 16) + down;
          const pixel = left + (lane % 16) + across;
          const writes = channel < outChannels && pixel < pixels;
          list.push(one(writes, SCALE, channel), one(writes, SHIFT, channel));
          list.push(one(writes, Y, (image * outChannels + channel) * pixels + pixel));
        }
      return list;
    },
  };
}

/** Channels last: 64 invocations along the channels, four pixels each. */
function lines(shape: ConvolutionShape): Walk {
  const { inChannels, outChannels, outHeight, outWidth, inHeight, inWidth } = shape;
  const pixels = outHeight * outWidth;
  const rows = Math.ceil(pixels / 4);
  return {
    groupsX: Math.ceil(outChannels / 64),
    groupsY: rows * shape.batch,
    invocations: 64,
    program: (group, lane) => {
      const channel = group.x * 64 + lane;
      const image = Math.floor(group.y / rows);
      const first = 4 * (group.y % rows);
      const list: Instruction[] = [];
      for (const [tap, where] of tapsOf(shape).entries())
        for (let i = 0; i < inChannels; i++) {
          for (let pixel = first; pixel < first + 4; pixel++) {
            const { row, column, inside } = tapAt(shape, pixel, where);
            const reads = channel < outChannels && inside && pixel < pixels;
            list.push(one(reads, X, ((image * inHeight + row) * inWidth + column) * inChannels + i));
          }
          list.push(one(channel < outChannels, WEIGHT, (tap * inChannels + i) * outChannels + channel));
        }
      for (let pixel = first; pixel < first + 4; pixel++) {
        const writes = channel < outChannels && pixel < pixels;
        list.push(one(writes, SCALE, channel), one(writes, SHIFT, channel));
        list.push(one(writes, Y, (image * pixels + pixel) * outChannels + channel));
      }
      return list;
    },
  };
}

/** The walk of a convolution, or null for any other kernel. */
export function convolutionWalk(kernel: string, problem: Problem): Walk | null {
  switch (kernel) {
    case 'convolution/direct-nchw': {
      const shape = convolutionShape(problem);
      return planes(shape, { across: 64, down: 1, slots: 1, channels: 4 }, shape.groups, false);
    }
    case 'convolution/implicit-gemm':
      return planes(convolutionShape(problem), { across: 16, down: 4, slots: 4, channels: 8 }, 1, false);
    case 'convolution/implicit-gemm-staged':
      return staged(convolutionShape(problem));
    case 'convolution/pointwise':
      return planes(convolutionShape(problem), { across: 16, down: 4, slots: 4, channels: 8 }, 1, true);
    case 'convolution/depthwise':
      return planes(convolutionShape(problem), { across: 16, down: 4, slots: 4, channels: 1 }, 1, false);
    case 'convolution/direct-nhwc':
      return lines(convolutionShape(problem));
    default:
      return null;
  }
}
