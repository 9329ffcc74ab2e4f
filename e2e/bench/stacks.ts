import { unwrap } from '#core/result.ts';
import type { Run } from '#measure/record/record.ts';
import { type StackReport, stackReport } from '#measure/record/stack/report.ts';
import { stackPreset } from '#model/workload/presets/index.ts';
import { resolveStack } from '#model/workload/resolve.ts';
import type { Figure, PartResult } from './figure.ts';

/** Small enough for a processor that plays GPU, and run first: it tells what the adapter is. */
export const FIRST_STACK = 'mobilenet-v2';
/** Whole networks of billions of FLOP: minutes each where a processor plays GPU. */
export const FULL_STACKS = ['resnet50', 'vit-b16'] as const;

function reportOf(run: Run): StackReport {
  const preset = stackPreset(run.stack?.stack ?? '');
  if (!run.stack || !preset) throw new Error('the command ran no ready-made stack');
  return unwrap(stackReport(run, unwrap(resolveStack(preset.build(), run.stack.batch))));
}

/** A stack on this machine's GPU beside the model on the ceilings of the same run. */
export function stackFigures(name: string, run: Run): PartResult {
  const { comparison, evaluation } = reportOf(run);
  const { whole, totals, meanError, tau, coverage, skipped } = comparison;
  const percent = (of: string, value: number | null): Figure =>
    value === null
      ? { name: `${name}, ${of}`, absent: 'too few layers or shapes' }
      : { name: `${name}, ${of}`, unit: '%', median: 100 * value };
  const time = whole?.measured ?? totals?.measured;
  return {
    figures: [
      time === undefined
        ? { name: `${name}, all layers`, absent: 'no layer was measured' }
        : { name: `${name}, all layers${whole ? '' : ' that fit'}`, unit: 'ms', median: 1e3 * time },
      percent('mean absolute error', meanError),
      percent('unseen shapes before the fit', evaluation.before),
      percent('unseen shapes after the fit', evaluation.after),
      ...(evaluation.factors
        ? (['before', 'after'] as const).map((when): Figure => {
            const factor = evaluation.factors?.[when] ?? Number.NaN;
            return { name: `${name}, times off by, ${when} the fit`, unit: '×', median: factor };
          })
        : []),
      tau === null
        ? { name: `${name}, Kendall τ`, absent: 'too few layers' }
        : { name: `${name}, Kendall τ`, unit: '', median: tau },
      { name: `${name}, modelled time covered`, unit: '%', median: 100 * coverage.time },
    ],
    notes: [
      ...skipped.map(({ layer, reason }) => `${name}: ${layer} was not run. ${reason}`),
      ...run.faults.map(({ message }) => `${name}: ${message}`),
    ],
    details: { adapter: run.adapter, seconds: run.seconds, comparison, evaluation },
    failed: skipped.length === 0 && whole === null,
  };
}
