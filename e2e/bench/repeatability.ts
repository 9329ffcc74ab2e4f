import { formatSeconds } from '#core/format.ts';
import { median } from '#core/statistics.ts';
import type { Clock, Run } from '#measure/record/record.ts';
import type { PartResult } from './figure.ts';

/** Fewer values say nothing about a spread. */
const LEAST_RUNS = 3;

/** One kernel on one problem in all runs. */
export interface RepeatedFigure {
  /** Kernel, problem and role. */
  readonly id: string;
  /** Median seconds of a dispatch in each run that measured it. */
  readonly seconds: readonly number[];
  /** Standard deviation over mean of those; null where there are too few. */
  readonly variation: number | null;
  readonly clock: Clock;
}

/** Sample standard deviation over mean. */
export function variationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1)) / mean;
}

/** Each figure of runs of one suite. A suite may choose other sizes in another run: those are figures of their own. */
export function repeatedFigures(runs: readonly Run[]): readonly RepeatedFigure[] {
  const found = new Map<string, { seconds: number[]; clock: Clock }>();
  for (const { measurements } of runs)
    for (const { id, median: time, clock } of measurements) {
      const figure = found.get(id) ?? { seconds: [], clock };
      figure.seconds.push(time);
      found.set(id, figure);
    }
  return [...found].map(([id, { seconds, clock }]) => ({
    id,
    seconds,
    variation: seconds.length < LEAST_RUNS ? null : variationOf(seconds),
    clock,
  }));
}

const clockText = ({ kind, resolution }: Clock): string =>
  `${kind === 'wall' ? 'wall clock' : 'timestamp queries'}, step ${formatSeconds(resolution)}`;

/** How far the same suite, run again, is from itself: coefficient of variation of each figure's median time. */
export function repeatability(name: string, runs: readonly Run[]): PartResult {
  const figures = repeatedFigures(runs);
  const judged = figures.flatMap(({ id, variation }) => (variation === null ? [] : [{ id, variation }]));
  const worst = judged.toSorted((one, other) => other.variation - one.variation)[0];
  if (worst === undefined) return { figures: [{ name, absent: 'not measured: too few runs' }] };
  const clocks = [...new Set(figures.map(({ clock }) => clockText(clock)))].join('; ');
  const partial = figures.filter(({ seconds }) => seconds.length < runs.length).length;
  return {
    figures: [
      {
        name: `${name}, ${runs.length} runs, variation of ${judged.length} figures`,
        unit: '%',
        median: 100 * median(judged.map(({ variation }) => variation)),
        worst: 100 * worst.variation,
      },
    ],
    notes: [
      `${name}: clock: ${clocks}. Worst: ${worst.id}.`,
      ...(partial === 0
        ? []
        : [`${name}: ${partial} of ${figures.length} figures are not in all runs, as the suite chose other sizes.`]),
    ],
    details: { runs: runs.length, clocks, figures },
  };
}
