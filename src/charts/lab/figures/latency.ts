import { formatBytes, formatRatio, formatSeconds } from '#core/format.ts';
import { latencyCurve } from '#measure/record/curves.ts';
import type { Figure } from '../figure.ts';
import { curvePoints, differ, type Source, tiersOf } from './reading.ts';
import { runNotes, where } from './words.ts';

const size = (value: number) => formatBytes(value, 'binary');

/** The staircase of the pointer chase. */
export function latency(source: Source): Figure | null {
  const { run, provenance } = source;
  const points = curvePoints(source, latencyCurve(run));
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || first === last) return null;
  const near = `${where(run)} a load that waits for the one before takes`;
  const takeaway = differ(first, last)
    ? `${near} ${formatSeconds(first.y)} in ${size(first.x)} and ${formatSeconds(last.y)} in ${size(last.x)}, a factor of ${formatRatio(last.y / first.y)}.`
    : `${near} about ${formatSeconds(first.y)} in ${size(first.x)}, and in ${size(last.x)} a time that the intervals do not tell from it.`;
  return {
    kind: 'curve',
    id: 'latency',
    experiment: 'latency',
    title: 'Latency against working set',
    takeaway,
    notes: [
      'An upper bound: address arithmetic and a bounds check stand in the chain beside each load. The fastest pass counts, since a disturbance only makes a chain longer.',
      ...runNotes(run),
    ],
    x: { label: 'Working set', unit: 'bytes', scale: 'log2' },
    y: { label: 'Time of a load', unit: 'seconds', scale: 'log10' },
    series: [{ id: 'chase', label: 'Pointer chase', provenance, points }],
    tiers: tiersOf(source),
  };
}
