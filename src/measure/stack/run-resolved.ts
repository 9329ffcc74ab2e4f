import { err, ok, type Result } from '#core/result.ts';
import type { Fault } from '../record/fault.ts';
import type { Adapter, Measurement, Run } from '../record/record.ts';
import type { Runner } from '../runner.ts';
import { lowerStack } from './lower/lower.ts';
import { type RunStackOptions, runStack, stackSeconds } from './run-stack.ts';
import type { StackInfo } from './stack-steps.ts';

/** What a run of a stack would be on an adapter. */
export interface StackForecast {
  /** Expected time, seconds. */
  readonly seconds: number;
  /** Dispatches of one pass through the stack. */
  readonly steps: number;
  /** Layers that would be left out, each with the reason. */
  readonly skipped: readonly { readonly layer: string; readonly reason: string }[];
}

/**
 * Before anything was measured nobody knows the adapter: one of no maker, with buffers as large as most GPUs have in browsers. A
 * smaller one leaves more layers out, and its run says which.
 */
const UNSEEN: Adapter = {
  vendor: '',
  architecture: '',
  device: '',
  description: '',
  fallback: false,
  subgroupMinSize: null,
  subgroupMaxSize: null,
  features: [],
  limits: { maxBufferSize: 2 ** 31, maxStorageBufferBindingSize: 2 ** 31 - 4 },
};

/** `measured`: what the run that it would take its ceilings from has. The error says what is wrong with the stack. */
export function forecastStack(
  { resolved, fused }: StackInfo,
  seen: Adapter | null,
  measured: readonly Measurement[],
): Result<StackForecast, string> {
  const adapter = seen ?? UNSEEN;
  const program = lowerStack(resolved, { fused, adapter });
  if (!program.ok) return program;
  const { steps, skipped } = program.value;
  return ok({ seconds: stackSeconds(program.value, adapter, measured), steps: steps.length, skipped });
}

/** Lowers a stack for a runner's adapter and runs it. The fault says what is wrong with the stack; others are in the run. */
export async function runResolved(
  runner: Runner,
  info: StackInfo,
  options: RunStackOptions,
): Promise<Result<Run, Fault>> {
  const program = lowerStack(info.resolved, { fused: info.fused, adapter: runner.adapter });
  if (!program.ok) return err({ kind: 'unsupported', message: program.error });
  return ok(await runStack(runner, program.value, info, options));
}
