import { formatBandwidth, formatBytes, formatRatio } from '#core/format.ts';
import { workingSetCurve } from '#measure/record/curves.ts';
import type { Figure, Series } from '../figure.ts';
import { curvePoints, differ, largest, type Source, tiersOf } from './reading.ts';
import { REQUESTED, runNotes, where } from './words.ts';

const LABELS = { shared: 'One set that all read', private: 'A set for each workgroup' } as const;
const size = (value: number) => formatBytes(value, 'binary');

export function workingSet(source: Source): Figure | null {
  const { run, provenance } = source;
  const series = (['shared', 'private'] as const).flatMap((form): readonly Series[] => {
    const points = curvePoints(source, workingSetCurve(run, form));
    const label = run.engine === 'cpu' ? 'One thread' : LABELS[form];
    return points.length < 2 ? [] : [{ id: form, label, provenance, points }];
  });
  const points = series[0]?.points ?? [];
  const best = largest(points);
  const last = points.at(-1);
  if (!last || !best) return null;
  const takeaway = differ(best, last)
    ? `${where(run)} bandwidth falls from ${formatBandwidth(best.y)} in ${size(best.x)} to ${formatBandwidth(last.y)} in ${size(last.x)}, a factor of ${formatRatio(best.y / last.y)}.`
    : `${where(run)} bandwidth is ${formatBandwidth(last.y)} in ${size(last.x)}, and the intervals tell that of no smaller set from it.`;
  return {
    kind: 'curve',
    id: 'working-set',
    experiment: 'working-set',
    title: 'Bandwidth against working set',
    takeaway,
    notes: [
      REQUESTED,
      ...(series.some(({ id }) => id === 'private')
        ? [
            'Where each workgroup has a set of its own, the size is that of one: the knee stands at the nearest cache divided by the workgroups that share one core.',
          ]
        : []),
      ...runNotes(run),
    ],
    x: { label: 'Working set', unit: 'bytes', scale: 'log2' },
    y: { label: 'Bandwidth', unit: 'bytes-per-second', scale: 'log10' },
    series,
    tiers: tiersOf(source),
  };
}
