import { formatBandwidth, formatRatio } from '#core/format.ts';
import type { Figure } from '../figure.ts';
import { extremes, ladderOf, type Rung } from './ladder.ts';
import { latest, rateOf, type Source } from './reading.ts';
import { REQUESTED, where } from './words.ts';

const NAMES = ['read', 'write', 'copy', 'scale', 'triad'] as const;

export function streams(source: Source): Figure | null {
  const { run } = source;
  const rungs = NAMES.flatMap((name) =>
    ['-scalar', ''].flatMap((suffix): readonly Rung[] => {
      const one = latest(source, `memory/${name}${suffix}`);
      if (!one || one.role === 'point' || !(one.cost.requested > 0)) return [];
      const width = run.engine === 'cpu' ? '' : suffix === '' ? ', vec4' : ', f32';
      return [{ name: `${name}${width}`, reading: rateOf(one, one.cost.requested) }];
    }),
  );
  const found = extremes(rungs);
  if (!found) return null;
  const { most, least, told } = found;
  const best = `${where(run)} the fastest stream is ${most.name} with ${formatBandwidth(most.reading.y)}`;
  const takeaway =
    rungs.length === 1
      ? `${where(run)} the stream ${most.name} runs at ${formatBandwidth(most.reading.y)}.`
      : told
        ? `${best}, ${formatRatio(most.reading.y / least.reading.y)} that of ${least.name}.`
        : `${best}, and the intervals do not tell it from the slowest.`;
  return ladderOf(
    source,
    {
      id: 'streams',
      experiment: 'stream',
      title: 'Streams past the caches',
      takeaway,
      notes: [`${REQUESTED} A copy counts what it reads and what it writes.`],
      x: { label: 'Bandwidth', unit: 'bytes-per-second', scale: 'linear' },
    },
    rungs,
  );
}
