import type { ConvolutionShape } from './shape.ts';

/** The output channels that one invocation makes, [first, end), and the first of the input channels that it reads. */
export interface ChannelBlock {
  readonly first: number;
  readonly end: number;
  readonly plane: number;
}

/** How a workgroup's invocations lie: `across` along the pixels, each with `slots` of them, then `down` along blocks of channels. */
export interface PlaneTile {
  readonly across: number;
  readonly down: number;
  /** Pixels of an invocation, `across` apart. */
  readonly slots: number;
  /** Output channels of an invocation. */
  readonly channels: number;
  /** Past the last pixel it is read again. */
  readonly clamped?: boolean;
  readonly blocks: (shape: ConvolutionShape) => readonly ChannelBlock[];
}

export const tilePixels = ({ across, slots }: PlaneTile): number => across * slots;

/** Blocks of so many channels along each group. */
export const groupBlocks =
  (channels: number) =>
  ({ inChannels, outChannels, groups }: ConvolutionShape): readonly ChannelBlock[] => {
    const [inEach, outEach] = [inChannels / groups, outChannels / groups];
    return Array.from({ length: groups }, (_, group) =>
      Array.from({ length: Math.ceil(outEach / channels) }, (_unused, block) => ({
        first: group * outEach + block * channels,
        end: Math.min(group * outEach + (block + 1) * channels, (group + 1) * outEach),
        plane: group * inEach,
      })),
    ).flat();
  };
