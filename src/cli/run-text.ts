import { formatBandwidth, formatPerformance, formatSeconds, UNKNOWN } from '#core/format.ts';
import { bandwidthsOf, performanceOfMeasurement, ratiosOf } from '#measure/record/derived.ts';
import { adapterName, problemText, runToJson } from '#measure/record/export.ts';
import type { Measurement, Run } from '#measure/record/record.ts';
import { type Column, table } from './table.ts';

export const runJson = (run: Run): string => runToJson(run);

const percent = (share: number): string => `±${(100 * share).toPrecision(2)} %`;

const COLUMNS: readonly Column<Measurement>[] = [
  { title: 'kernel', text: ({ kernel }) => kernel },
  { title: 'problem', text: ({ problem }) => problemText(problem) },
  {
    title: 'performance',
    align: 'right',
    text: (one) => (one.cost.flop > 0 ? formatPerformance(performanceOfMeasurement(one).value) : UNKNOWN),
  },
  { title: 'requested', align: 'right', text: (one) => formatBandwidth(bandwidthsOf(one).requested) },
  { title: 'moved', align: 'right', text: (one) => formatBandwidth(bandwidthsOf(one).moved) },
  { title: 'time a dispatch', align: 'right', text: ({ median }) => formatSeconds(median) },
  {
    title: '95 % interval',
    align: 'right',
    text: ({ median, interval }) => percent((interval[1] - interval[0]) / 2 / median),
  },
  { title: 'rows checked', align: 'right', text: ({ verified }) => `${verified.rowsChecked} of ${verified.rows}` },
];

/** A table for a person. Bytes are modelled, times are measured, and it says so. */
export function runText(run: Run): string {
  const clock = run.measurements[0]?.clock;
  const lines = [
    `${adapterName(run)}${run.adapter.fallback ? ' (a software adapter: its speed says nothing about a GPU)' : ''}`,
    `${run.environment}, ${run.startedAt}, ${formatSeconds(run.seconds)}`,
    '',
    table(COLUMNS, run.measurements),
    '',
    ...ratiosOf(run).map(({ sentence }) => sentence),
    `Times are measured${clock ? ` (${clock.kind}, steps of ${formatSeconds(clock.resolution)})` : ''}, bytes are modelled. Every result was verified.`,
  ];
  return lines.join('\n').replaceAll('\u00a0', ' ');
}
