import { formatBytes, formatPercent, formatRatio } from '#core/format.ts';
import type { Quantity } from '#core/quantity.ts';
import type { DiscoveredTier } from '../record.ts';
import { LEAST_APART, type Reading } from './reading.ts';

const size = (value: number) => formatBytes(value, 'binary');
const KINDS = {
  latency: 'latency',
  shared: 'bandwidth of a shared set',
  private: 'bandwidth of private sets',
} as const;

/** Under this a boundary is said to be doubtful. */
const SURE = 0.9;

/** "latency (65 points) and bandwidth of a shared set (49 points)". */
const readFrom = ({ curves }: Reading): string =>
  curves.map(({ kind, points }) => `${KINDS[kind]} (${points.length} points)`).join(' and ');

/** Ratios under this are no difference worth words. */
const TOLD = 1.1;

function changes(near: DiscoveredTier, far: DiscoveredTier): string {
  const ratio = (above: Quantity | null, below: Quantity | null) =>
    above && below && above.value / below.value >= TOLD ? formatRatio(above.value / below.value) : null;
  const latency = ratio(far.latency, near.latency);
  const bandwidth = ratio(near.bandwidth, far.bandwidth);
  const told = [latency && `latency grows to ${latency}`, bandwidth && `bandwidth falls by ${bandwidth}`];
  return told.filter((part) => part !== null).join(', ') || 'no difference that these curves show';
}

const RAMP =
  ' The curves grow slowly here, without a clear plateau: it may be the end of a cache or of the reach of the TLB.';

function boundarySentence(near: DiscoveredTier, far: DiscoveredTier, ramp: boolean): string {
  const { value = 0, interval } = near.capacity ?? {};
  const place = interval ? `95 % interval ${size(interval[0])} to ${size(interval[1])}` : 'set by hand';
  const sure = `Confidence ${formatPercent(near.confidence)}.`;
  const doubt = near.confidence < SURE ? ' Doubtful: a repeat may not show it.' : '';
  return `${near.name} ends at ${size(value)} (${place}): ${changes(near, far)}. ${sure}${doubt}${ramp ? RAMP : ''}`;
}

function lastSentence(tiers: readonly DiscoveredTier[], { range }: Reading): string {
  const last = tiers.at(-1);
  const sure = formatPercent(last?.confidence ?? 0);
  if (tiers.length === 1)
    return `No tier ends between ${size(range[0])} and ${size(range[1])}, as far as these curves can tell. Confidence ${sure}.`;
  const end = `Its capacity was not reached: nothing larger than ${size(range[1])} was measured.`;
  return last?.name === 'Memory'
    ? `No further tier begins up to ${size(range[1])}. Confidence ${sure}. What is called Memory may be a further cache. ${end}`
    : `${last?.name}: the curves still rise at the largest set, so its figures are drawn on from the rise. ${end}`;
}

/** How sure a discovery is, why, and what it cannot know. `ramps`: boundaries that a slow growth explains as well. */
export function sentencesOf(
  reading: Reading,
  tiers: readonly DiscoveredTier[],
  ramps: readonly boolean[] = [],
): readonly string[] {
  const outliers = reading.staircases.reduce((sum, one) => sum + one.outliers, 0);
  const hasLatency = reading.curves.some(({ kind }) => kind === 'latency');
  return [
    `${tiers.length === 1 ? 'One tier' : `${tiers.length} tiers`} from ${readFrom(reading)}.`,
    ...tiers.slice(0, -1).map((near, i) => boundarySentence(near, tiers[i + 1] as DiscoveredTier, ramps[i] ?? false)),
    lastSentence(tiers, reading),
    ...(hasLatency
      ? ['Latencies are upper bounds: address arithmetic and a bounds check stand in the chain with each load.']
      : []),
    ...(reading.curves.every(({ kind }) => kind === 'private')
      ? ['Sizes are those of one workgroup: tiers that several share look smaller than they are.']
      : []),
    ...(outliers > 0
      ? [
          `${outliers === 1 ? 'One point stood' : `${outliers} points stood`} apart from what is around or beyond and counted for nothing.`,
        ]
      : []),
    ...(tiers.length > 1
      ? [
          'Tiers are what the curves show: the reach of the TLB can look like one, and caches of much the same speed look like one together.',
          `Tiers closer than ${formatRatio(LEAST_APART)} in size look like one.`,
        ]
      : []),
  ];
}
