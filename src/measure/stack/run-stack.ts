import { seconds } from '#core/units.ts';
import type { Plan } from '../lab/plan.ts';
import { quickCeilings } from '../lab/quick.ts';
import { newRunId, runSuite, type SuiteProgress } from '../lab/run-suite.ts';
import type { PageWatch } from '../lab/while-seen.ts';
import { type Fault, isFinal } from '../record/fault.ts';
import type { Adapter, Measurement, Run } from '../record/record.ts';
import type { Runner } from '../runner.ts';
import { expectedTimes } from './expected.ts';
import type { Program } from './program.ts';
import type { StackInfo } from './stack-steps.ts';
import { StackWalk } from './stack-walk.ts';

export const STACK_SUITE = 'stack';

export interface RunStackOptions extends PageWatch {
  /** Of an earlier run on this adapter: its ceilings are taken over, so that they need not be measured again. */
  readonly before?: readonly Measurement[];
  readonly onProgress?: (progress: SuiteProgress) => void;
  /** The run as far as it is, after each measurement. */
  readonly onRun?: (run: Run) => void;
}

const CEILINGS = ['compute-peak', 'cache-bandwidth', 'memory-bandwidth'] as const;
const CEILING_SECONDS = { software: 6, other: 2 } as const;

const ceilingsOf = (measured: readonly Measurement[]): readonly Measurement[] =>
  measured.filter(({ role }) => CEILINGS.some((ceiling) => ceiling === role));
/** A machine needs its peak and the bandwidth of its memory. */
const isMachine = (ceilings: readonly Measurement[]): boolean =>
  (['compute-peak', 'memory-bandwidth'] as const).every((role) => ceilings.some((one) => one.role === role));

const ceilingSeconds = ({ fallback }: Adapter): number => (fallback ? CEILING_SECONDS.software : CEILING_SECONDS.other);

/** What the model predicts by, where it was not measured before. */
function ceilingPlan(adapter: Adapter): Plan {
  const planned = quickCeilings(adapter);
  const stages = [{ count: planned.length, label: 'Ceilings, for the model', plan: () => planned }];
  return { suite: STACK_SUITE, budgetSeconds: ceilingSeconds(adapter), stages };
}

/** Expected time of a run, seconds; `measured`: what the run that it joins has. */
export const stackSeconds = (program: Program, adapter: Adapter, measured: readonly Measurement[] = []): number =>
  expectedTimes(program, adapter).total + (isMachine(ceilingsOf(measured)) ? 0 : ceilingSeconds(adapter));

/**
 * Runs a stack layer after layer on a runner that the caller opened and will close: the ceilings that the model predicts by, then
 * each step, verified on what is there and timed once for each kernel and problem, then all steps in order. Always gives a run:
 * what was measured before a fault or a Stop is in it, and so is the fault.
 */
export async function runStack(
  runner: Runner,
  program: Program,
  info: StackInfo,
  { before = [], onProgress, onRun, ...page }: RunStackOptions,
): Promise<Run> {
  const started = new Date();
  const known = ceilingsOf(before);
  const measurements: Measurement[] = isMachine(known) ? [...known] : [];
  const empty: Run = {
    version: 1,
    id: newRunId(started),
    engine: runner.engine,
    suite: STACK_SUITE,
    startedAt: started.toISOString(),
    seconds: seconds(0),
    adapter: runner.adapter,
    environment: runner.environment,
    measurements: [],
    faults: [],
  };
  const faults: Fault[] = [];
  const expected = expectedTimes(program, runner.adapter);
  if (measurements.length === 0) {
    const run = await runSuite(runner, ceilingPlan(runner.adapter), {
      ...page,
      onProgress: (progress) =>
        onProgress?.({
          ...progress,
          total: progress.total + program.steps.length + 1,
          secondsLeft: progress.secondsLeft + expected.total,
        }),
      onMeasurement: (measurement) => {
        measurements.push(measurement);
        onRun?.({ ...empty, measurements: [...measurements] });
      },
    });
    if (run.faults.some(isFinal)) return { ...run, id: empty.id };
    faults.push(...run.faults);
  }
  const ceilings = measurements.length;
  const walk = new StackWalk(runner, program, info, {
    ...page,
    expected,
    before: measurements,
    onProgress: (progress) =>
      onProgress?.({ ...progress, done: progress.done + ceilings, total: progress.total + ceilings }),
    onStep: () => onRun?.(sofar()),
  });
  const sofar = (): Run => ({
    ...empty,
    seconds: seconds((Date.now() - started.getTime()) / 1000),
    measurements: [...measurements, ...walk.measurements],
    stack: walk.stack,
    faults: [...faults, ...walk.faults],
  });
  await walk.run();
  return sofar();
}
