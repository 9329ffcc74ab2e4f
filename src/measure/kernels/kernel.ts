import type { KernelCost } from '#model/analysis/kernel-cost.ts';
import type { EditedProgram, SubgroupMatrixConfig } from '../record/record.ts';

/**
 * Sizes of one problem by name: {m, n, k} of a matmul, {elements} of a stream, {elements, rounds} of a read, {elements,
 * stride} of a strided read, {invocations, iterations} of multiply-adds.
 */
export type Problem = Readonly<Record<string, number>>;

export interface SizeSpec {
  readonly key: string;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly default: number;
  /** Only whole multiples of it; any whole number where left out. */
  readonly multipleOf?: number;
  /** Only powers of two. */
  readonly powerOfTwo?: true;
}

export type Dispatch = readonly [x: number, y: number, z: number];

/** What is the same for every problem, or how it follows from one. */
export type OfProblem<T extends number | Dispatch> = T | ((problem: Problem) => T);

export const valueFor = <T extends number | Dispatch>(of: OfProblem<T>, problem: Problem): T =>
  typeof of === 'function' ? of(problem) : of;

export interface Binding {
  readonly name: string;
  /** WGSL: @group(0) @binding(index), in the order of the descriptor's list. */
  readonly access: 'read' | 'write';
  /** f32 elements for a problem. Where the program binds vec4f, padded up to whole vec4s: padding is seeded like the rest. */
  readonly elements: (problem: Problem) => number;
  /**
   * What the engine puts into a read buffer: 32 bits an element, as many as `elements` says; other types than f32 are their
   * bits. Left out: seeded random f32 in [-1, 1). `key` names the content, so that the engine can keep a buffer and not fill it
   * twice.
   */
  readonly content?: { readonly key: (problem: Problem) => string; readonly fill: (problem: Problem) => Float32Array };
}

/** Facts of the machine that the cost needs. */
export interface AccessWidths {
  readonly subgroupWidth: number;
  /** Bytes. */
  readonly sector: number;
}

/** The CPU's answer in float64, row by row, so that a large output can be checked by sample. */
export interface Reference {
  /** Outputs that one row holds, and how many rows there are. The last row may be shorter. */
  readonly rows: number;
  readonly rowLength: number;
  /**
   * float64 values of one row, and for each the error that f32 arithmetic in any order may make. `magnitudes`: what sums on the
   * way may reach, where `range` matters.
   */
  row(index: number): {
    readonly values: Float64Array;
    readonly tolerance: Float64Array;
    readonly magnitudes?: Float64Array;
  };
  /** Where the numbers end that the kernel computes in; f32's end where left out. What passes it is said to, and is wrong. */
  readonly range?: NumberRange;
  /**
   * Freivalds' check of the whole output where there is one: a sentence when it fails. `dispatches`: how often the kernel ran
   * since its output was poisoned, for kernels that go on where the last dispatch ended.
   */
  checkWhole?(output: Float32Array, random: () => number, dispatches: number): string | null;
}

/** A number format and its largest number. */
export interface NumberRange {
  readonly format: 'f32' | 'f16';
  readonly largest: number;
}

export const FAMILIES = [
  'matmul',
  'convolution',
  'attention',
  'matvec',
  'elementwise',
  'compression',
  'memory',
  'latency',
  'workgroup',
  'compute',
  'overhead',
] as const;
export type Family = (typeof FAMILIES)[number];

/** What every engine's kernels have: enough to plan a measurement, to place it and to explain it. */
export interface KernelDescription {
  /** `family/variant`. The same id on two engines is the same experiment: a run says which engine it was. */
  readonly id: string;
  readonly family: Family;
  readonly title: string;
  /** What it teaches, in one sentence. */
  readonly teaches: string;
  readonly sizes: readonly SizeSpec[];
  /** What is wrong with sizes that are each within their bounds: a sentence, or null. */
  readonly misfit?: (problem: Problem) => string | null;
  readonly cost: (problem: Problem, widths: AccessWidths) => KernelCost;
  /** Somebody's own version of the kernel, which then has their source. The catalogue has none. */
  readonly edited?: EditedProgram;
  /** Dispatches that go through all of the working set together, where one does not: as many are run before the first is timed. */
  readonly round?: (problem: Problem) => number;
}

/** What a kernel needs that not every adapter has; one that lacks it is told so by name. */
export interface Requirements {
  /** WebGPU features: `shader-f16`. */
  readonly features?: readonly string[];
  /** WGSL language features: `packed_4x8_integer_dot_product`. */
  readonly languageFeatures?: readonly string[];
  /** Matrices that a subgroup multiplies: adapters with the feature differ in which they have. */
  readonly subgroupMatrix?: SubgroupMatrixConfig;
}

/** One WGSL program, frozen: source, bindings, cost and truth. One file each, one line in `catalogue.ts`. */
export interface Kernel extends KernelDescription {
  readonly source: string;
  readonly entryPoint: string;
  readonly requires?: Requirements;
  /** What one sample of it is: a dispatch (where left out), a submit, a mapped buffer, or a compiled pipeline. */
  readonly times?: 'dispatch' | 'submit' | 'map' | 'compile';
  readonly bindings: readonly Binding[];
  readonly workgroup: OfProblem<Dispatch>;
  /** Bytes of workgroup memory that the program declares; left out: none. */
  readonly workgroupBytes?: OfProblem<number>;
  /** `override` constants for a problem. */
  readonly overrides: (problem: Problem) => Readonly<Record<string, number>>;
  /** Lengths that WGSL does not let an override set: `const NAME = <integer>;` is added for each. */
  readonly lengths?: (problem: Problem) => Readonly<Record<string, number>>;
  readonly workgroups: (problem: Problem) => Dispatch;
  /** Workgroups with which the program only looks at all of its working set and writes nothing: run once before it is timed. */
  readonly touch?: (problem: Problem) => Dispatch;
  readonly reference: (problem: Problem, inputs: readonly Float32Array[]) => Reference;
}
