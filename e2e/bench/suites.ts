import { formatBytes, formatPercent } from '#core/format.ts';
import { median } from '#core/statistics.ts';
import { quickPlan } from '#measure/lab/plans.ts';
import type { Run } from '#measure/record/record.ts';
import type { MeasuredFigure, PartResult } from './figure.ts';

/** A run that the command printed, and how long the command took from start to end, seconds. */
export interface TimedRun {
  readonly run: Run;
  readonly wall: number;
}

/** Seconds that a discovery on the processor may take. */
const CPU_DISCOVERY_SECONDS = 35;

const times = (seconds: readonly number[]): Pick<MeasuredFigure, 'unit' | 'median' | 'worst'> => ({
  unit: 's',
  median: median(seconds),
  worst: Math.max(...seconds),
});

/** What a suite may take by the budgets of ARCHITECTURE.md; undefined where they name none. */
function budgetOf({ suite, engine, adapter }: Run): number | undefined {
  if (suite === 'discover' && engine === 'cpu') return CPU_DISCOVERY_SECONDS;
  if (suite !== 'quick' || engine === 'cpu') return undefined;
  return quickPlan({ engine, adapter, depth: 'quick', kernel: () => undefined }).budgetSeconds;
}

/** Time of a suite on one device, over the runs of it that were made. */
export function suiteTime(name: string, runs: readonly TimedRun[]): PartResult {
  const [first] = runs;
  if (first === undefined) return { figures: [{ name, absent: 'not measured' }] };
  const budget = budgetOf(first.run);
  const figure: MeasuredFigure = {
    name: `${name}, ${first.run.measurements.length} measurements`,
    ...times(runs.map(({ run }) => run.seconds)),
    ...(budget !== undefined && { budget, judged: 'worst' }),
  };
  const details = runs.map(({ run, wall }) => ({
    seconds: run.seconds,
    wall,
    measurements: run.measurements.length,
    faults: run.faults,
    ...(run.machine && { machine: run.machine }),
  }));
  const faults = [...new Set(runs.flatMap(({ run }) => run.faults.map(({ message }) => message)))];
  return { figures: [figure], notes: faults.map((message) => `${name}: ${message}`), details };
}

const tiersText = ({ machine }: Run): string =>
  (machine?.tiers ?? [])
    .map(({ name, capacity, confidence }) =>
      [name, capacity && formatBytes(capacity.value, 'binary'), `(${formatPercent(confidence)} sure)`]
        .filter((word) => word !== null)
        .join(' '),
    )
    .join(', ');

/** Whether discovery on the processor finds L1 and a further tier each time, and how long the whole command takes. */
export function cpuTiers(runs: readonly TimedRun[]): PartResult {
  const name = `discovery on the processor, ${runs.length} runs`;
  const counts = runs.map(({ run }) => run.machine?.tiers.length ?? 0);
  return {
    figures: [
      {
        name: `${name}, tiers`,
        unit: 'tiers',
        median: median(counts),
        worst: Math.min(...counts),
        budget: 2,
        judged: 'worst',
        atLeast: true,
      },
      {
        name: `${name}, whole command`,
        ...times(runs.map(({ wall }) => wall)),
        budget: CPU_DISCOVERY_SECONDS,
        judged: 'worst',
      },
    ],
    notes: runs.map(({ run }, index) => `discovery on the processor, run ${index + 1}: ${tiersText(run)}.`),
    details: runs.map(({ run, wall }) => ({ wall, machine: run.machine })),
  };
}
