import * as v from 'valibot';
import { quantity, type Unknowable } from '#core/quantity.ts';
import { bytes } from '#core/units.ts';
import { BOUNDS, type Bounds } from '#model/machine/quantity-schema.ts';
import { OUT_OF_RANGE, rangeSchema, tierFields, tiersSchema } from './discovery-schema.ts';
import type { DiscoveredTier, Discovery } from './record.ts';
import { areWithin, type Figure } from './tier-checks.ts';

/** A discovery as a link carries it: figures to four digits, without sources and sentences. */
export interface LinkedTiers {
  readonly range: readonly [number, number];
  readonly tiers: readonly {
    readonly name: string;
    readonly capacity: Figure;
    readonly bandwidth: Figure;
    readonly latency: Figure;
    readonly confidence: number;
  }[];
}

const fourDigits = (value: number) => Number(value.toPrecision(4));

const linkedFigure = (figure: Unknowable): Figure =>
  figure && [
    fourDigits(figure.value),
    fourDigits(figure.interval?.[0] ?? figure.value),
    fourDigits(figure.interval?.[1] ?? figure.value),
  ];

/** What a link carries of a discovery. */
export const linkedTiers = ({ tiers, range }: Discovery): LinkedTiers => ({
  range: [fourDigits(range[0]), fourDigits(range[1])],
  tiers: tiers.map(({ name, capacity, bandwidth, latency, confidence }) => ({
    name,
    capacity: linkedFigure(capacity),
    bandwidth: linkedFigure(bandwidth),
    latency: linkedFigure(latency),
    confidence: fourDigits(confidence),
  })),
});

function figure({ min, max }: Bounds) {
  const number = v.pipe(v.number(), v.finite(), v.minValue(min), v.maxValue(max));
  return v.nullable(
    v.pipe(
      v.tuple([number, number, number]),
      v.check(([value, low, high]) => low <= value && value <= high, 'expected an interval that holds the value'),
    ),
  );
}

const tierSchema = v.object({
  name: tierFields.name,
  capacity: figure(BOUNDS.capacity),
  bandwidth: figure(BOUNDS.bandwidth),
  latency: figure(BOUNDS.latency),
  confidence: tierFields.confidence,
});

export const linkedTiersSchema = v.pipe(
  v.object({ range: rangeSchema, tiers: tiersSchema(tierSchema, (tier) => tier) }),
  v.forward(
    v.check(
      ({ tiers, range }) =>
        areWithin(
          range,
          tiers.map(({ capacity }) => capacity),
        ),
      OUT_OF_RANGE,
    ),
    ['range'],
  ),
);

/** The discovery that a link's reader sees: as recorded, without the curves that it was read from. */
export function tiersFromLink({ tiers, range }: LinkedTiers, source: string): Discovery {
  const recorded = <T extends number>(read: Figure): Unknowable<T> =>
    read && { ...quantity(read[0] as T, 'recorded', source), interval: [read[1] as T, read[2] as T] };
  return {
    range: [bytes(range[0]), bytes(range[1])],
    tiers: tiers.map(
      ({ name, capacity, bandwidth, latency, confidence }, index): DiscoveredTier => ({
        id: `tier-${index + 1}`,
        name,
        capacity: recorded(capacity),
        bandwidth: recorded(bandwidth),
        latency: recorded(latency),
        confidence,
      }),
    ),
    sentences: ['From a link: the curves that these tiers were found in are not in the link.'],
  };
}
