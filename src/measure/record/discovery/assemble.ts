import { derived, type Provenance, type Quantity, quantity, type Unknowable } from '#core/quantity.ts';
import { type Bytes, type BytesPerSecond, bytes, type Seconds } from '#core/units.ts';
import type { Curve } from '../curves.ts';
import type { DiscoveredTier } from '../record.ts';
import type { Place } from './certainty.ts';
import { type Level, levelsOf } from './levels.ts';
import type { Reading } from './reading.ts';
import type { Model } from './search.ts';
import { servedBeyond } from './staircase.ts';

/** How tiers came about: where their boundaries are, how sure that is, and what to say of their figures. */
export interface Finding {
  readonly reading: Reading;
  readonly model: Model;
  /** One for each boundary. */
  readonly places: readonly Place[];
  /** One for each tier. */
  readonly confidences: readonly number[];
  /** Whether a person put the boundaries: then all figures are derived. */
  readonly byHand: boolean;
}

/** The last tier is a plateau of its own once most accesses of the largest set are served by it. */
const PLATEAU = 0.75;

const READ_FROM: Readonly<Record<Curve['kind'], string>> = {
  latency: 'pointer chase',
  shared: 'working set shared by all workgroups',
  private: 'working set of each workgroup',
};

/** L1, L2 … by order. What lies beyond them is Memory where the curves reach a plateau there, else no more than beyond. */
function nameOf(index: number, { reading, model }: Finding): string {
  const caches = model.boundaries.length;
  if (caches === 0) return 'Only tier';
  if (index < caches) return `L${index + 1}`;
  const reached = reading.staircases.some((staircase, i) => {
    const step = model.fits[i]?.steps.at(-1);
    return step !== undefined && servedBeyond(staircase, step) >= PLATEAU;
  });
  return reached ? 'Memory' : `Beyond L${caches}`;
}

/** The tiers of a finding, nearest first. */
export function tiersOf(finding: Finding): readonly DiscoveredTier[] {
  const { reading, model, places, confidences, byHand } = finding;
  const provenance = byHand ? 'derived' : 'measured';
  const note = byHand ? ', boundary set by hand' : '';
  const levels = model.fits.map((fit, i) => {
    const staircase = reading.staircases[i];
    return staircase === undefined ? [] : levelsOf(staircase, fit);
  });
  const figure = <T extends number>(
    kinds: readonly Curve['kind'][],
    tier: number,
    read: (level: Level) => Place,
  ): Unknowable<T> => {
    const at = reading.curves.findIndex(({ kind }) => kinds.includes(kind));
    const level = levels[at]?.[tier];
    const curve = reading.curves[at];
    return level && curve ? quantityOf<T>(read(level), provenance, `${READ_FROM[curve.kind]}${note}`) : null;
  };
  return [...places, null].map((place, tier) => ({
    id: `tier-${tier + 1}`,
    name: nameOf(tier, finding),
    capacity:
      place &&
      (byHand
        ? derived(bytes(place.value), 'boundary set by hand')
        : quantityOf<Bytes>(place, provenance, 'change point of the curves')),
    bandwidth: figure<BytesPerSecond>(['shared', 'private'], tier, ({ time, interval: [low, high] }) => ({
      value: 1 / time,
      interval: [1 / high, 1 / low],
    })),
    latency: figure<Seconds>(['latency'], tier, ({ time, interval }) => ({ value: time, interval })),
    confidence: confidences[tier] ?? 0,
  }));
}

const quantityOf = <T extends number>(
  { value, interval }: Place,
  provenance: Provenance,
  source: string,
): Quantity<T> => ({
  ...quantity(value as T, provenance, source),
  interval: [interval[0] as T, interval[1] as T],
});

export const rangeOf = ({ range }: Reading): readonly [Bytes, Bytes] => [bytes(range[0]), bytes(range[1])];
