import { formatBytes, formatPercent } from '#core/format.ts';
import type { Figure, FigurePoint } from '../figure.ts';
import { compare, timesText } from './compared.ts';
import { ladderOf } from './ladder.ts';
import { longest, pointsOf, type Reading, rateOf, type Source, sweepOf } from './reading.ts';
import { REQUESTED, where } from './words.ts';

/** Bytes of an f32. */
const ELEMENT = 4;
const size = (elements: number) => formatBytes(ELEMENT * elements, 'binary');

function takeawayOf({ run }: Source, last: FigurePoint, beside: Reading | null, useful: number): string {
  const start = `${where(run)} reads that land anywhere in ${size(last.x)}`;
  if (beside === null) return `${start} were measured without reads in a row to compare them with.`;
  const { ratio, verdict } = compare(last, beside);
  if (verdict === 'same') return `${start} are as fast as reads in a row, as far as the intervals tell.`;
  const why =
    verdict === 'higher'
      ? ': a cache still holds them'
      : useful < 1
        ? `; ${formatPercent(useful)} of the bytes that they move are useful`
        : '';
  return `${start} get ${timesText(ratio)} ${verdict === 'higher' ? 'the' : 'of the'} bandwidth of reads in a row${why}.`;
}

/** Bandwidth of reads that land anywhere, by what they land in, beside that of reads in a row. */
export function random(source: Source): Figure | null {
  const sweep = sweepOf(source, 'memory/random', 'elements');
  const points = pointsOf(sweep, ({ cost }) => cost.requested);
  const [last, cost] = [points.at(-1), sweep.at(-1)?.[1].cost];
  if (!last || !cost) return null;
  const inRow =
    longest(source, 'memory/read-scalar') ?? sweepOf(source, 'memory/strided', 'stride').find(([x]) => x === 1)?.[1];
  const beside = inRow ? rateOf(inRow, inRow.cost.requested) : null;
  return ladderOf(
    source,
    {
      id: 'random',
      experiment: 'random',
      title: 'Random beside contiguous reads',
      takeaway: takeawayOf(source, last, beside, cost.useful / cost.moved),
      notes: ['Every element is read once, in the order of an affine map modulo a power of two.', REQUESTED],
      x: { label: 'Bandwidth asked for', unit: 'bytes-per-second', scale: 'linear' },
    },
    [
      ...(beside ? [{ name: 'in a row', ...beside }] : []),
      ...points.map((reading) => ({ ...reading, name: `anywhere in ${size(reading.x)}` })),
    ],
  );
}
