import { formatBytes, formatSeconds } from '#core/format.ts';
import { latencyCurve } from '#measure/record/curves.ts';
import type { Figure, FigurePoint } from '../figure.ts';
import { compare, timesText } from './compared.ts';
import { curvePoints, type Source } from './reading.ts';
import { tierRegions, tierSteps } from './tier-regions.ts';
import { onProcessor, runNotes, where } from './words.ts';

const inSet = ({ x, y }: FigurePoint) => `${formatSeconds(y)} in ${formatBytes(x, 'binary')}`;

/** Each tier by name where a discovery found several; else what the ends of the curve say. */
function takeawayOf(source: Source, first: FigurePoint, last: FigurePoint): string {
  const load = `${where(source.run)} a load takes`;
  const steps = tierSteps(source, ({ latency }) => (latency ? formatSeconds(latency.value) : null));
  if (steps !== '') return `${load} ${steps}.`;
  const { ratio, verdict } = compare(last, first);
  return verdict === 'higher'
    ? `${load} ${inSet(first)} and ${inSet(last)}, ${timesText(ratio)} as long.`
    : `${load} about ${inSet(first)}, and as far as the intervals tell no longer in ${formatBytes(last.x, 'binary')}.`;
}

/** The staircase of the pointer chase. */
export function latency(source: Source): Figure | null {
  const { run, provenance } = source;
  const points = curvePoints(source, latencyCurve(run));
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || first === last) return null;
  const translation = onProcessor(run) ? '' : ', and on some GPUs the translation of addresses,';
  return {
    kind: 'curve',
    id: 'latency',
    experiment: 'latency',
    title: 'Latency against working set',
    takeaway: takeawayOf(source, first, last),
    notes: [
      `An upper bound: address arithmetic and a bounds check${translation} stand in the chain beside each load.`,
      'Each point is the fastest of several passes: what disturbs a chain of loads only makes it longer.',
      ...runNotes(run),
    ],
    x: { label: 'Working set', unit: 'bytes', scale: 'log2' },
    y: { label: 'Time of a load', unit: 'seconds', scale: 'log10' },
    series: [{ id: 'chase', label: 'Pointer chase', provenance, points }],
    tiers: tierRegions(source),
  };
}
