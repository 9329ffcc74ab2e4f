import { formatBandwidth, formatNumber } from '#core/format.ts';
import type { Figure } from '../figure.ts';
import { differ, largest, pointsOf, type Source, sweepOf } from './reading.ts';
import { REQUESTED, runNotes, where } from './words.ts';

export function occupancy(source: Source): Figure | null {
  const { run, provenance } = source;
  const points = pointsOf(sweepOf(source, 'memory/occupancy', 'workgroups'), ({ cost }) => cost.requested);
  const [first] = points;
  const most = largest(points);
  if (!first || !most || points.length < 2) return null;
  // The fewest that cannot be told from the best.
  const enough = points.find((point) => !differ(point, most)) ?? most;
  return {
    kind: 'curve',
    id: 'occupancy',
    experiment: 'occupancy',
    title: 'Bandwidth by workgroups under way',
    takeaway: differ(first, most)
      ? `${where(run)} ${formatNumber(enough.x)} workgroups keep memory as busy as any number measured, at ${formatBandwidth(enough.y)}; ${formatNumber(first.x)} alone gets ${formatBandwidth(first.y)}.`
      : `${where(run)} the intervals tell no more workgroups from ${formatNumber(first.x)}: ${formatBandwidth(first.y)} either way.`,
    notes: [REQUESTED, 'The same bytes are read throughout, by more or fewer workgroups.', ...runNotes(run)],
    x: { label: 'Workgroups', unit: 'count', scale: 'log2' },
    y: { label: 'Bandwidth', unit: 'bytes-per-second', scale: 'log10' },
    series: [{ id: 'occupancy', label: 'Read', provenance, points }],
    tiers: [],
  };
}
