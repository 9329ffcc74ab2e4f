import { formatCount, formatPerformance, formatRatio } from '#core/format.ts';
import type { Figure } from '../figure.ts';
import { extremes, ladderOf } from './ladder.ts';
import { differ, latest, pointsOf, rateOf, type Source, sweepOf } from './reading.ts';
import { runNotes, where } from './words.ts';

export function chains(source: Source): Figure | null {
  const { run, provenance } = source;
  const points = pointsOf(sweepOf(source, 'compute/fma-chains', 'chains'), ({ cost }) => cost.flop);
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || first === last) return null;
  // Enough chains: the fewest that the most cannot be told from, or that are above it.
  const enough = points.find((point) => !differ(point, last) || point.y >= last.y) ?? last;
  return {
    kind: 'curve',
    id: 'chains',
    experiment: 'compute',
    title: 'Multiply-adds by independent chains',
    takeaway: differ(first, last)
      ? `${where(run)} ${last.x} independent chains do ${formatPerformance(last.y)}, ${formatRatio(last.y / first.y)} as much as ${first.x}; the intervals tell no more from ${enough.x} on.`
      : `${where(run)} the intervals tell ${last.x} independent chains from ${first.x} by nothing: other work hides the wait already.`,
    notes: runNotes(run),
    x: { label: 'Chains of an invocation', unit: 'count', scale: 'linear' },
    y: { label: 'Performance', unit: 'flops-per-second', scale: 'linear' },
    series: [{ id: 'chains', label: 'f32 multiply-adds', provenance, points }],
    tiers: [],
  };
}

const FORMATS: readonly (readonly [kernel: string, label: string])[] = [
  ['compute/fma', 'f32'],
  ['compute/fma-f16', 'f16'],
  ['compute/dot-int8', 'int8 dot product'],
  ['compute/subgroup-matrix', 'f32 matrix unit'],
];

export function formats(source: Source): Figure | null {
  const { run } = source;
  const rungs = FORMATS.flatMap(([kernel, label]) => {
    const one = latest(source, kernel);
    const name = run.engine === 'cpu' ? 'float64, one thread' : label;
    return one && one.cost.flop > 0 ? [{ name, reading: rateOf(one, one.cost.flop) }] : [];
  });
  const found = extremes(rungs);
  if (!found) return null;
  const { most, least, told } = found;
  const rate = `${formatCount(most.reading.y)} operations a second`;
  return ladderOf(
    source,
    {
      id: 'formats',
      experiment: 'compute',
      title: 'Arithmetic by number format',
      takeaway:
        rungs.length === 1
          ? `${where(run)} ${most.name} reaches ${rate}.`
          : told
            ? `${where(run)} ${most.name} is fastest with ${rate}, ${formatRatio(most.reading.y / least.reading.y)} as many as ${least.name}.`
            : `${where(run)} the intervals tell no number format from another; ${most.name} reaches ${rate}.`,
      notes: ['A multiply-add is two operations. What the adapter does not offer is left out.'],
      x: { label: 'Operations a second', unit: 'operations-per-second', scale: 'linear' },
    },
    rungs,
  );
}
