import { formatNumber, UNKNOWN } from '#core/format.ts';

/** One line of the benchmark: what was measured, and the budget that it is held to, if any. */
export interface MeasuredFigure {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  /** Of several: the one furthest on the wrong side. */
  readonly worst?: number;
  readonly budget?: number;
  /** Which of the two is held to the budget; the median where left out. */
  readonly judged?: 'median' | 'worst';
  /** The budget is the least that it may be, not the most. */
  readonly atLeast?: boolean;
}
/** What this machine cannot tell, and why. */
export interface AbsentFigure {
  readonly name: string;
  readonly absent: string;
}
export type Figure = MeasuredFigure | AbsentFigure;

/** What one part of the benchmark found. */
export interface PartResult {
  readonly figures: readonly Figure[];
  /** Sentences below the figures. */
  readonly notes?: readonly string[];
  /** All that the figures came from, for the file. */
  readonly details?: unknown;
  /** Something that was to be measured failed. */
  readonly failed?: boolean;
}

const NAME = 56;
const BAR = 20;

/** Share of the budget that is used up; above 1 it is not kept. */
export function shareOfBudget({ median, worst, budget, judged, atLeast }: MeasuredFigure): number | null {
  if (budget === undefined) return null;
  const value = judged === 'worst' && worst !== undefined ? worst : median;
  return atLeast ? budget / value : value / budget;
}

/** Whether a figure misses its budget. A value that is no number does. */
export function isOver(figure: Figure): boolean {
  const share = 'absent' in figure ? null : shareOfBudget(figure);
  return share !== null && !(share <= 1);
}

export const HEADING = `${''.padEnd(NAME)} unit     median    worst    budget`;

export function line(figure: Figure): string {
  const name = figure.name.padEnd(NAME);
  if ('absent' in figure) return `${name} ${figure.absent}`;
  const { unit, median, worst, budget, atLeast } = figure;
  const share = shareOfBudget(figure);
  const filled = share === null ? 0 : Math.min(BAR, Math.max(0, Math.round(share * BAR) || 0));
  const bar = share === null ? '' : `${'█'.repeat(filled).padEnd(BAR, '░')} ${isOver(figure) ? 'OVER' : 'ok'}`;
  const text = (value: number | undefined) => (value === undefined ? UNKNOWN : formatNumber(value));
  const limit = budget === undefined ? UNKNOWN : `${atLeast ? '≥' : '≤'} ${text(budget)}`;
  return `${name} ${unit.padEnd(5)} ${text(median).padStart(9)} ${text(worst).padStart(8)} ${limit.padStart(9)}  ${bar}`.trimEnd();
}
