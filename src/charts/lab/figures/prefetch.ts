import { formatNumber, formatSeconds } from '#core/format.ts';
import type { Measurement } from '#measure/record/record.ts';
import type { Figure, FigurePoint, Series } from '../figure.ts';
import { compare, timesText } from './compared.ts';
import { type Source, type Sweep, sizeNotes, sweepOf, timeOf } from './reading.ts';
import { runNotes, where } from './words.ts';

const FORMS = [
  ['load-then-compute', 'Load, then compute'],
  ['prefetch', 'Prefetch'],
] as const;

/** What memory and arithmetic would take alone. */
interface Alone {
  readonly memory: number;
  readonly arithmetic: number;
}

/** Seconds of either alone: at the rate of the plain read of as many elements, and at that of the best multiply-adds. */
function aloneIn({ run }: Source): ((one: Measurement) => Alone | null) | null {
  const peak = run.measurements.findLast(({ kernel, role }) => kernel === 'compute/fma' && role === 'compute-peak');
  if (!peak) return null;
  return (one) => {
    const read = run.measurements.findLast(
      ({ kernel, problem }) =>
        kernel === 'memory/read' && problem['rounds'] === 1 && problem['elements'] === one.problem['elements'],
    );
    return read
      ? {
          memory: (read.median * one.cost.requested) / read.cost.requested,
          arithmetic: (peak.median * one.cost.flop) / peak.cost.flop,
        }
      : null;
  };
}

const pointsIn = (sweep: Sweep): readonly FigurePoint[] => sweep.map(([x, one]) => ({ x, ...timeOf(one) }));

function modelled(sweep: Sweep, alone: ReturnType<typeof aloneIn>): readonly Series[] {
  const lines = [
    ['overlap', 'Modelled, all overlapped', ({ memory, arithmetic }: Alone) => Math.max(memory, arithmetic)],
    ['turns', 'Modelled, in turn', ({ memory, arithmetic }: Alone) => memory + arithmetic],
  ] as const;
  return lines.flatMap(([id, label, time]): readonly Series[] => {
    const points = sweep.flatMap(([x, one]): readonly FigurePoint[] => {
      const parts = alone?.(one);
      if (!parts) return [];
      const words = `memory alone ${formatSeconds(parts.memory)}, arithmetic alone ${formatSeconds(parts.arithmetic)}`;
      return [{ x, y: time(parts), interval: null, label: words }];
    });
    return points.length > 0 ? [{ id, label, provenance: 'modelled', points }] : [];
  });
}

/** The intensity at which memory and arithmetic alone take most nearly as long; without a model the one in the middle. */
function balance(sweep: Sweep, alone: ReturnType<typeof aloneIn>): Sweep[number] | undefined {
  const apart = (one: Measurement) => {
    const parts = alone?.(one);
    return parts ? Math.abs(Math.log(parts.memory / parts.arithmetic)) : 0;
  };
  const middle = sweep[Math.floor(sweep.length / 2)];
  return sweep.reduce((best, next) => (best && apart(next[1]) < apart(best[1]) ? next : best), middle);
}

function takeawayOf(source: Source, [turns, ahead]: readonly [Sweep, Sweep], alone: ReturnType<typeof aloneIn>) {
  const shared = turns.filter(([x]) => ahead.some(([other]) => other === x));
  const at = balance(shared, alone);
  const other = at && ahead.find(([x]) => x === at[0]);
  if (!at || !other) return `${where(source.run)} the two forms were not measured at one intensity.`;
  const [slow, fast] = [timeOf(at[1]), timeOf(other[1])];
  const { ratio, verdict } = compare(fast, slow);
  const place = `at ${formatNumber(at[0])} FLOP an element`;
  const told =
    verdict === 'same'
      ? `as long as loading in turn ${place}, as far as the intervals tell (${formatSeconds(slow.y)})`
      : `${timesText(ratio)} of the time of loading in turn ${place} (${formatSeconds(fast.y)} of ${formatSeconds(slow.y)})`;
  const parts = alone?.(at[1]);
  const model = parts
    ? `: memory alone would take ${formatSeconds(parts.memory)} and arithmetic alone ${formatSeconds(parts.arithmetic)}`
    : '';
  return `${where(source.run)} prefetching takes ${told}${model}.`;
}

/** Time of the same stream with more and more arithmetic: loads in turn with it, and one load ahead. */
export function prefetch(source: Source): Figure | null {
  const [turns = [], ahead = []] = FORMS.map(([id]) => sweepOf(source, `memory/${id}`, 'intensity'));
  if (turns.length < 2 || ahead.length < 2) return null;
  const alone = aloneIn(source);
  const measured = [turns, ahead].map(
    (sweep, i): Series => ({
      id: FORMS[i]?.[0] ?? '',
      label: FORMS[i]?.[1] ?? '',
      provenance: source.provenance,
      points: pointsIn(sweep),
    }),
  );
  return {
    kind: 'curve',
    id: 'prefetch',
    experiment: 'prefetch',
    title: 'Loads ahead of arithmetic',
    takeaway: takeawayOf(source, [turns, ahead], alone),
    notes: [
      'The modelled lines are made of two measured rates: that of the plain read of as many elements, and that of the best multiply-adds.',
      'Both forms leave it to other invocations to fill the gaps: where enough are under way, loading in turn overlaps as well.',
      ...sizeNotes(turns, 'intensity'),
      ...runNotes(source.run),
    ],
    x: { label: 'FLOP an element', unit: 'count', scale: 'log2' },
    y: { label: 'Time of one pass', unit: 'seconds', scale: 'log10' },
    series: [...measured, ...modelled(turns, alone)],
    tiers: [],
  };
}
