import { formatSeconds } from '#core/format.ts';
import type { Figure } from '../figure.ts';
import { ladderOf } from './ladder.ts';
import { latest, type Source, timeOf } from './reading.ts';
import { listed, where } from './words.ts';

const NAMES = [
  ['dispatch', 'a dispatch'],
  ['submit', 'a submit'],
  ['map', 'reading back'],
  ['compile', 'compiling'],
] as const;

export function overheads(source: Source): Figure | null {
  const rungs = NAMES.flatMap(([id, name]) => {
    const one = latest(source, `overhead/${id}`);
    return one ? [{ name, ...timeOf(one) }] : [];
  });
  if (rungs.length === 0) return null;
  const costs = listed(rungs.map(({ name, y }, at) => `${name} ${at === 0 ? 'takes ' : ''}${formatSeconds(y)}`));
  return ladderOf(
    source,
    {
      id: 'overheads',
      experiment: 'overheads',
      title: 'What it costs to ask',
      takeaway: `${where(source.run)} ${costs}.`,
      x: { label: 'Time of one', unit: 'seconds', scale: 'log10' },
    },
    rungs,
  );
}
