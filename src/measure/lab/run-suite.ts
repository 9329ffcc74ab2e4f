import { seconds } from '#core/units.ts';
import type { Fault } from '../record/fault.ts';
import type { Discovery, Measurement, Run } from '../record/record.ts';
import type { OpenRunner, Runner } from '../runner.ts';
import type { Plan } from './plan.ts';
import { Suite } from './suite.ts';
import type { PageWatch } from './while-seen.ts';

export interface SuiteProgress {
  readonly done: number;
  readonly total: number;
  /** Kernel being measured. */
  readonly kernel: string;
  /** The experiment that it belongs to, or the kernel's title where the plan names none. */
  readonly label: string;
  readonly secondsLeft: number;
}

export interface SuiteOptions extends PageWatch {
  /** What the run that these will join has measured already: plans choose, and the conclusion is drawn, by it too. */
  readonly before?: readonly Measurement[];
  readonly onProgress?: (progress: SuiteProgress) => void;
  readonly onMeasurement?: (measurement: Measurement) => void;
  /**
   * Asked once for a new runner after a device hung or was lost for reason `unknown`; the kernel that it happened in is left
   * out from there on. Without it the suite ends there. The new runner is closed by the suite.
   */
  readonly reopen?: OpenRunner;
}

export const newRunId = (at: Date): string =>
  `run-${at.getTime().toString(36)}-${Math.floor(Math.random() * 36 ** 6).toString(36)}`;

/** The tiers, if the measurements show any: also of a run that ended early. */
function conclusion(plan: Plan, measurements: readonly Measurement[]): { readonly machine?: Discovery } {
  const machine = plan.conclude?.(measurements) ?? null;
  return machine === null ? {} : { machine };
}

/**
 * Measures a plan, one kernel after another, on a runner that the caller opened and will close. Always gives a run: what
 * was measured before a fault or a Stop is in it, and so is the fault; and the machine, where that much shows one.
 */
export async function runSuite(runner: Runner, plan: Plan, options: SuiteOptions): Promise<Run> {
  const started = new Date();
  const suite = new Suite(runner, plan, options);
  try {
    await suite.run();
  } finally {
    suite.close();
  }
  const measurements: readonly Measurement[] = suite.measurements;
  const faults: readonly Fault[] = suite.faults;
  return {
    version: 1,
    id: newRunId(started),
    engine: runner.engine,
    suite: plan.suite,
    startedAt: started.toISOString(),
    seconds: seconds(suite.elapsed),
    adapter: runner.adapter,
    environment: runner.environment,
    measurements,
    ...conclusion(plan, [...(options.before ?? []), ...measurements]),
    faults,
  };
}
