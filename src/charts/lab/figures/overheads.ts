import { formatRatio, formatSeconds } from '#core/format.ts';
import type { Figure } from '../figure.ts';
import { extremes, ladderOf } from './ladder.ts';
import { latest, type Source, timeOf } from './reading.ts';
import { where } from './words.ts';

const NAMES = [
  ['dispatch', 'a dispatch'],
  ['submit', 'a submit'],
  ['map', 'reading back'],
  ['compile', 'compiling'],
] as const;

export function overheads(source: Source): Figure | null {
  const rungs = NAMES.flatMap(([id, name]) => {
    const one = latest(source, `overhead/${id}`);
    return one ? [{ name, reading: timeOf(one) }] : [];
  });
  const found = extremes(rungs);
  if (!found) return null;
  const { most, least, told } = found;
  const dearest = `${where(source.run)} ${most.name} takes ${formatSeconds(most.reading.y)}`;
  return ladderOf(
    source,
    {
      id: 'overheads',
      experiment: 'overheads',
      title: 'What it costs to ask',
      takeaway:
        rungs.length === 1
          ? `${dearest}.`
          : told
            ? `${dearest} and ${least.name} ${formatSeconds(least.reading.y)}, a ratio of ${formatRatio(most.reading.y / least.reading.y)}.`
            : `${dearest}, and the intervals tell it from none of the others.`,
      x: { label: 'Time of one', unit: 'seconds', scale: 'log10' },
    },
    rungs,
  );
}
