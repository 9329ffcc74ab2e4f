import type { Kernel, Problem } from '../../kernels/kernel.ts';
import type { Affine, Content } from '../contents.ts';
import type { Node } from '../unroll.ts';
import type { Epilogue } from './fuse.ts';

/** Why a layer cannot be run: a sentence. */
export type Refusal = string | null;

/** What the lowering of one op works with: tensors by id, and where to put its steps. */
export interface Site {
  readonly node: Node;
  /** Of the layer's inputs, in order. */
  readonly inputs: readonly string[];
  /** Of the layer's outputs, in order. */
  readonly outputs: readonly string[];
  readonly epilogue: Epilogue;
  /** Code of the epilogue's activation. */
  readonly activation: number;
  /** A weight of the layer by name; null where it has none. */
  weight(name: string): Content | null;
  /** Whether a processor plays GPU: barriers and workgroup memory are what costs there. */
  readonly software: boolean;
  /** Whether its input is token ids. */
  readonly readsIds: boolean;
  /** What a batch norm holds. */
  norm(node: Node): Affine['norm'];
  /** A tensor that is there before the first step. */
  given(content: Content, elements: number): string;
  /** A tensor between the steps of this op. */
  between(name: string, elements: number): string;
  /**
   * Adds a step that runs the first of these kernels that this adapter can run on the problem. Refused where none can: why
   * the last of them cannot.
   */
  step(kernels: readonly Kernel[], problem: Problem, reads: readonly string[], writes: string): Refusal;
}

/** Bias and the batch norm that follows, of each output channel. */
export const affineOf = ({ weight, norm, epilogue }: Site, channels: number): Affine => ({
  channels,
  bias: weight('bias'),
  norm: epilogue.norm && norm(epilogue.norm),
});
