import type { Result } from '#core/result.ts';
import type { Kernel, Problem } from '../kernels/kernel.ts';
import type { Fault } from '../record/fault.ts';
import type { Measurement } from '../record/record.ts';
import type { Runner } from '../runner.ts';

export interface MeasureOneOptions {
  readonly signal: AbortSignal;
  /** A ceiling measured again keeps its role. */
  readonly role?: Measurement['role'];
}

/** One measurement has the time for more and longer passes than one of a suite. */
const PAIRS = 15;
const PASS_SECONDS = 0.016;
const BUDGET_SECONDS = 5;

/** Measures one kernel on any problem, or one again. `withMeasurement` of the record puts it into a run. */
export const measureOne = (
  runner: Runner,
  kernel: Kernel,
  problem: Problem,
  { signal, role = 'point' }: MeasureOneOptions,
): Promise<Result<Measurement, Fault>> =>
  runner.measure(
    { kernel, problem, role, pairs: PAIRS, passSeconds: PASS_SECONDS, budgetSeconds: BUDGET_SECONDS },
    signal,
  );
