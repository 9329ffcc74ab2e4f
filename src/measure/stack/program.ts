import type { Result } from '#core/result.ts';
import type { Seconds } from '#core/units.ts';
import type { Kernel, Problem } from '../kernels/kernel.ts';
import type { Fault } from '../record/fault.ts';
import type { Measurement, Verification } from '../record/record.ts';
import type { MeasureRequest } from '../runner.ts';

/** What a stack becomes on a GPU: tensors and the steps that make them from one another. Plain data and pure functions. */
export interface Program {
  readonly tensors: readonly Tensor[];
  /** In order; each reads what earlier ones wrote. The occurrences of a repeat group are steps of their own that share its weights. */
  readonly steps: readonly Step[];
  /** Layers that no kernel here runs: what they would have written is seeded as if it were an input. */
  readonly skipped: readonly { readonly layer: string; readonly reason: string }[];
}

export interface Tensor {
  readonly id: string;
  /** f32 elements. */
  readonly elements: number;
  /** `made`: a step writes it; `given`: weights and inputs, filled before the first step. */
  readonly origin: 'given' | 'made';
  /** Of a given one: content by name, so that equal contents are made once. Scaled so that activations stay near 1. */
  readonly content?: { readonly key: string; readonly fill: () => Float32Array };
}

/** One kernel on tensors. */
export interface Step {
  /** Path of the layer whose op it is (`group/name`), and of the layers fused into it; several steps may share a layer. */
  readonly layers: readonly string[];
  /** Which occurrence of its repeat group, from 0. */
  readonly occurrence: number;
  readonly kernel: Kernel;
  readonly problem: Problem;
  /** Tensor ids for the kernel's read bindings, in their order. */
  readonly reads: readonly string[];
  readonly writes: string;
}

/** How long and how often a step, or all of them, is timed. */
export type TimeRequest = Pick<MeasureRequest, 'pairs' | 'passSeconds' | 'budgetSeconds'>;

/** A step that ran and was right. */
export interface StepDone {
  readonly verified: Verification;
  /** Null where no time was asked for. */
  readonly measurement: Measurement | null;
}

/** Time of all steps in order: seconds of each pass, their median and its 95 % interval. */
export interface WholeTime {
  readonly samples: readonly Seconds[];
  readonly median: Seconds;
  readonly interval: readonly [Seconds, Seconds];
  readonly notes: readonly string[];
  /** Of the last step's output after the timed passes. */
  readonly verified: Verification;
}

/** A program whose buffers are on a device. Walk its steps in order, then time the whole. */
export interface OpenProgram {
  /**
   * Runs step `index`, the next one or the last one again, and checks its output against the kernel's reference on the tensors
   * that are there; with a request, times it too, in role `layer` (a kernel and problem that were timed before need none). A step
   * that does not run leaves seeded values in its output, so that the next ones can; after a Stop, a lost device or a watchdog
   * nothing more runs.
   */
  step(index: number, request: TimeRequest | null, signal: AbortSignal): Promise<Result<StepDone, Fault>>;
  /** Times all steps in order. `unsupported` where one of them did not run. */
  whole(request: TimeRequest, signal: AbortSignal): Promise<Result<WholeTime, Fault>>;
  /** Frees its buffers. Idempotent. */
  close(): void;
}
