import type { Shape } from './layer.ts';
import type { Geometry } from './window.ts';

/** ε: what every normalisation adds to its variance before the root. PyTorch's. */
export const EPSILON = 1e-5;

export type ActivationFunction =
  | 'relu'
  | 'relu6'
  | 'gelu'
  | 'silu'
  | 'hard-swish'
  | 'hard-sigmoid'
  | 'tanh'
  | 'sigmoid';

/** What a map makes of one element of every operand. */
export type MapFunction =
  | { readonly name: 'activation'; readonly function: ActivationFunction }
  /** Operands broadcast to the output, aligned at the last axis. */
  | { readonly name: 'add' | 'multiply'; readonly operands: readonly Shape[]; readonly output: Shape }
  /** weight · (x − running_mean) / √(running_var + ε) + bias, of each channel of batch × channels × inner. */
  | { readonly name: 'batch-norm'; readonly channels: number; readonly inner: number }
  /**
   * Su 2021, eq. 34, on rows of `width` features, one for each token: features i and i + headDim/2 of a head turn together by position ·
   * base^(−2i/headDim), as Llama pairs them. Positions start at 0.
   */
  | {
      readonly name: 'rotary';
      readonly tokens: number;
      readonly width: number;
      readonly headDim: number;
      readonly base: number;
    };

/** Windows on height and width of planes × height × width. */
export interface PoolWindow extends Geometry {
  readonly planes: number;
  readonly padBottom: number;
  readonly padRight: number;
}

/** What a reduction makes of its groups. */
export type ReduceFunction =
  /** The padding is −∞. */
  | { readonly name: 'max-pool'; readonly window: PoolWindow }
  /** The padding is 0 and counts (PyTorch's count_include_pad); what a window has past even the padding does not. */
  | { readonly name: 'average-pool'; readonly window: PoolWindow }
  /** Of each group of consecutive elements. */
  | { readonly name: 'mean' }
  /** Of each group of consecutive elements; `weight` and `bias` belong to its elements. */
  | { readonly name: 'layer-norm' | 'rms-norm' }
  /** Of the channels of batch × channels × inner, so many to a group; `weight` and `bias` belong to the channels. */
  | {
      readonly name: 'group-norm';
      readonly channels: number;
      readonly inner: number;
      readonly groups: number;
    }
  /** Elements of one group stand `inner` apart. */
  | { readonly name: 'softmax'; readonly inner: number };

/** Where elements go; `axis` counts from the batch, 0. */
export type CopyFunction =
  /** One input after another; one with a batch of 1 is repeated for every sample. */
  | {
      readonly name: 'concat';
      readonly axis: number;
      readonly inputs: readonly Shape[];
      readonly output: Shape;
    }
  | {
      readonly name: 'slice';
      readonly axis: number;
      readonly start: number;
      readonly input: Shape;
      readonly length: number;
    }
  /** Each section is an output of its own. */
  | {
      readonly name: 'split';
      readonly axis: number;
      readonly sections: readonly number[];
      readonly input: Shape;
    }
  /** `order`: the input's axes as the output has them; the batch stays first. */
  | { readonly name: 'transpose'; readonly order: readonly number[]; readonly input: Shape };
