import { formatBandwidth, formatRatio } from '#core/format.ts';
import type { Figure } from '../figure.ts';
import { differ, largest, latest, pointsOf, rateOf, type Source, sweepOf } from './reading.ts';
import { runNotes, where } from './words.ts';

export function bankConflicts(source: Source): Figure | null {
  const { run, provenance } = source;
  const points = pointsOf(sweepOf(source, 'workgroup/bank-conflicts', 'stride'), ({ cost }) => cost.workgroup);
  const most = largest(points);
  if (!most || points.length < 2) return null;
  const least = points.reduce((low, point) => (point.y < low.y ? point : low));
  const plain = latest(source, 'workgroup/read');
  const reading = plain?.cost.workgroup ? rateOf(plain, plain.cost.workgroup) : null;
  return {
    kind: 'curve',
    id: 'bank-conflicts',
    experiment: 'workgroup',
    title: 'Workgroup memory by stride',
    takeaway: differ(most, least)
      ? `${where(run)} workgroup memory is slowest at a stride of ${least.x}, ${formatRatio(most.y / least.y)} slower than at a stride of ${most.x}: accesses meet in one bank and wait for each other.`
      : `${where(run)} the intervals tell no stride of workgroup memory from another: no bank conflict shows.`,
    notes: [
      'Bytes are those that the kernel reads from workgroup memory, which is modelled.',
      ...(reading ? [`Read without a stride, workgroup memory gives ${formatBandwidth(reading.y)}.`] : []),
      ...runNotes(run),
    ],
    x: { label: 'Stride', unit: 'elements', scale: 'linear' },
    y: { label: 'Bandwidth', unit: 'bytes-per-second', scale: 'log10' },
    series: [{ id: 'bank-conflicts', label: 'Workgroup memory', provenance, points }],
    tiers: [],
  };
}
