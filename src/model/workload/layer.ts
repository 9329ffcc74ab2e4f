import type { Result } from '#core/result.ts';
import type { Op } from './op.ts';

/** Extents of a tensor, batch first: [N, C, H, W] for images, [N, T, D] for sequences, [N, D] for vectors. */
export type Shape = readonly number[];

export type FieldValue = number | boolean | string | readonly number[];
export type FieldValues = Readonly<Record<string, FieldValue>>;

/** One field of a layer kind: the page draws its form from it, and links, files and importers check values by it. */
export type FieldSpec = { readonly key: string; readonly label: string; readonly help?: string } & (
  | {
      readonly type: 'integer';
      readonly min: number;
      readonly max: number;
      readonly default: number;
      readonly unit?: string;
    }
  | { readonly type: 'boolean'; readonly default: boolean }
  | { readonly type: 'choice'; readonly options: readonly string[]; readonly default: string }
  | {
      readonly type: 'integers';
      readonly min: number;
      readonly max: number;
      readonly minLength: number;
      readonly maxLength: number;
      readonly default: readonly number[];
    }
  /** Name of another layer (tied weights); '' for none. */
  | { readonly type: 'layer'; readonly default: string }
);

/** One operator with its shapes. `inputs` names earlier layers; absent, it is the layer before. */
export interface Layer {
  readonly name: string;
  readonly kind: string;
  /**
   * Earlier layers by name. `@input` is the stack's input and `@block` the input of the repeat group the layer is in;
   * `name#1` takes a split's second output.
   */
  readonly inputs?: readonly string[];
  /** Values by field key; a field left out has its default. */
  readonly fields: FieldValues;
}
/** A named run of layers that occurs `times` times: analysed once, counted `times` times. Its output has its input's shape. */
export interface RepeatGroup {
  readonly name: string;
  readonly kind: 'repeat';
  readonly times: number;
  readonly layers: readonly Layer[];
}
export type StackItem = Layer | RepeatGroup;

export interface Stack {
  readonly id: string;
  readonly name: string;
  /** Shape of one sample, without the batch; `indices` where the elements are token ids (4 bytes each). */
  readonly input: { readonly shape: Shape; readonly indices?: boolean };
  readonly layers: readonly StackItem[];
}

export interface WeightTensor {
  readonly name: string;
  readonly shape: Shape;
  /** false for buffers such as batch-norm statistics: stored, not trained. */
  readonly trainable: boolean;
  /** Belongs to another layer (tied): read here, counted there. */
  readonly tied?: boolean;
}

export interface ShapeFault {
  /** What the shapes are and what would mend it, in one sentence without the layer's name. */
  readonly message: string;
}

/** Everything the model knows about one kind of layer. One file each, one line in `registry.ts`. */
export interface LayerKind {
  readonly kind: string;
  readonly title: string;
  readonly category:
    | 'matmul'
    | 'convolution'
    | 'attention'
    | 'pooling'
    | 'normalisation'
    | 'activation'
    | 'elementwise'
    | 'data';
  /** One sentence for the page. */
  readonly describe: string;
  readonly fields: readonly FieldSpec[];
  readonly inputs: { readonly min: number; readonly max: number };
  /** Output shapes (more than one only for split). `fields` are complete and within bounds. */
  infer(fields: FieldValues, inputs: readonly Shape[]): Result<readonly Shape[], ShapeFault>;
  weights(fields: FieldValues, inputs: readonly Shape[]): readonly WeightTensor[];
  /** The work of one occurrence, batch included. */
  ops(fields: FieldValues, inputs: readonly Shape[], outputs: readonly Shape[]): readonly Op[];
  /** Elements kept between steps beside the weights, such as a KV cache; batch included. */
  stateElements?(fields: FieldValues, inputs: readonly Shape[]): number;
}

/** A layer with its shapes, weights and work resolved. Figures are for one occurrence and include the batch. */
export interface ResolvedLayer {
  readonly layer: Layer;
  /** `group/name` inside a repeat group; unique in the stack. */
  readonly path: string;
  readonly group?: string;
  /** Occurrences: the repeat count of its group, else 1. */
  readonly times: number;
  /** Paths of the producers, `@input` for the stack's input. */
  readonly producers: readonly string[];
  readonly inputs: readonly Shape[];
  readonly outputs: readonly Shape[];
  readonly weights: readonly WeightTensor[];
  readonly ops: readonly Op[];
  /** Trainable parameters; `stored` adds buffers; tied weights count where they belong. */
  readonly parameters: number;
  readonly stored: number;
  readonly macs: number;
  readonly flop: number;
  readonly inputElements: number;
  readonly outputElements: number;
  /** Weights and buffers that the layer reads, tied ones included. */
  readonly weightElements: number;
  readonly stateElements: number;
}
export interface ResolvedStack {
  readonly stack: Stack;
  readonly batch: number;
  readonly layers: readonly ResolvedLayer[];
}
/**
 * A fault in a stack: names the layer and its path in a stack file (`layers[3].layers[0].fields`), says what is wrong
 * and what mends it.
 */
export interface StackFault {
  readonly layer?: string;
  readonly field?: string;
  readonly message: string;
}
