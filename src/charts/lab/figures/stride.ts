import { formatPercent } from '#core/format.ts';
import type { Figure, Series } from '../figure.ts';
import { compare, timesText } from './compared.ts';
import type { Source } from './reading.ts';
import { type Width, widthsOf } from './stride-widths.ts';
import { REQUESTED, runNotes, where } from './words.ts';

function takeawayOf({ run }: Source, { measured, modelled, useful }: Width): string {
  const [first, last] = [measured[0], measured.at(-1)];
  const model = modelled.at(-1);
  if (!first || !last || !model) return '';
  const { ratio, verdict } = compare(last, first);
  const got =
    verdict === 'same'
      ? 'as much bandwidth as side by side, as far as the intervals tell'
      : `${timesText(ratio)} of the bandwidth of those side by side`;
  return `${where(run)} neighbours that read ${last.x} elements apart get ${got}; ${formatPercent(useful)} of moved bytes are useful, and the transaction model says ${formatPercent(model.y / first.y)}.`;
}

export function stride(source: Source): Figure | null {
  const { run, provenance } = source;
  const widths = widthsOf(source);
  const [width] = widths;
  if (!width) return null;
  return {
    kind: 'curve',
    id: 'stride',
    experiment: 'stride',
    title: 'Bandwidth against stride',
    takeaway: takeawayOf(source, width),
    notes: [
      REQUESTED,
      'The model counts sectors that one group of accesses touches. A cache that keeps a sector until its rest is wanted does better.',
      ...new Set(widths.flatMap(({ notes }) => notes)),
      ...runNotes(run),
    ],
    x: { label: 'Stride, loads', unit: 'elements', scale: 'log2' },
    y: { label: 'Bandwidth asked for', unit: 'bytes-per-second', scale: 'log10' },
    series: widths.flatMap(({ id, label, measured, modelled }): readonly Series[] => [
      { id, label, provenance, points: measured },
      { id: `${id}-model`, label: `${label}, transaction model`, provenance: 'modelled', points: modelled },
    ]),
    tiers: [],
  };
}
