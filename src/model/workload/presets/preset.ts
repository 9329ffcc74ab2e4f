import type { Stack } from '../layer.ts';

export interface PresetOption {
  readonly default: number;
  readonly min: number;
  readonly max: number;
}
export interface PresetSizes {
  /** Tokens that pass through the stack together. */
  readonly sequence?: number;
  /** Keys that the new token attends to, itself included. */
  readonly context?: number;
}
/** A ready-made stack. Sizes outside an option's bounds are the caller's to refuse. */
export interface StackPreset {
  readonly id: string;
  readonly name: string;
  /** Source, variant and what is left out, in a sentence or two. */
  readonly describe: string;
  readonly options: { readonly sequence?: PresetOption; readonly context?: PresetOption };
  build(sizes?: PresetSizes): Stack;
}
