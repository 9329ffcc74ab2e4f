import { formatBytes, formatPercent } from '#core/format.ts';
import type { Figure } from '../figure.ts';
import { ladderOf } from './ladder.ts';
import { differ, latest, pointsOf, rateOf, type Source, sweepOf } from './reading.ts';
import { REQUESTED, where } from './words.ts';

const ELEMENT = 4;

export function random(source: Source): Figure | null {
  const points = pointsOf(sweepOf(source, 'memory/random', 'elements'), ({ cost }) => cost.requested);
  const last = points.at(-1);
  if (!last) return null;
  const inRow =
    latest(source, 'memory/read-scalar') ?? sweepOf(source, 'memory/strided', 'stride').find(([x]) => x === 1)?.[1];
  const beside = inRow ? rateOf(inRow, inRow.cost.requested) : null;
  const size = formatBytes(ELEMENT * last.x, 'binary');
  const takeaway =
    beside === null
      ? `${where(source.run)} reads that land anywhere in ${size} were measured without reads in a row to compare them with.`
      : differ(last, beside)
        ? `${where(source.run)} reads that land anywhere in ${size} get ${formatPercent(last.y / beside.y)} of the bandwidth of reads in a row.`
        : `${where(source.run)} the intervals do not tell reads that land anywhere in ${size} from reads in a row.`;
  return ladderOf(
    source,
    {
      id: 'random',
      experiment: 'random',
      title: 'Random beside contiguous reads',
      takeaway,
      notes: [REQUESTED],
      x: { label: 'Bandwidth asked for', unit: 'bytes-per-second', scale: 'linear' },
    },
    [
      ...(beside ? [{ name: 'in a row', reading: beside }] : []),
      ...points.map((reading) => ({ name: `anywhere in ${formatBytes(ELEMENT * reading.x, 'binary')}`, reading })),
    ],
  );
}
