import * as v from 'valibot';
import { PROVENANCES } from '#core/quantity.ts';
import { BOUNDS, type Bounds } from '#model/machine/quantity-schema.ts';
import { list } from './bounded.ts';
import { areNested, areWithin, type Figure, neverFall, neverGrow } from './tier-checks.ts';

/** Tiers that a run or a link may hold: under what a machine may have. */
const MAX_DISCOVERED_TIERS = 9;
/** Longest of a discovery's sentences, and how many there may be. */
const MAX_SENTENCE = 400;
const MAX_SENTENCES = 16;

/** A figure that was measured, recorded or worked out: always with its provenance; null where unknown. */
function figure({ min, max, unit }: Bounds) {
  const expected = `expected ${unit} from ${min} to ${max}`;
  const number = v.pipe(v.number(), v.finite(), v.minValue(min, expected), v.maxValue(max, expected));
  const fields = v.object({
    value: number,
    provenance: v.picklist(PROVENANCES),
    source: v.exactOptional(v.pipe(v.string(), v.maxLength(500))),
    interval: v.exactOptional(v.tuple([number, number])),
  });
  return v.nullable(
    v.pipe(
      fields,
      v.check(
        ({ value, interval }) => interval === undefined || (interval[0] <= value && value <= interval[1]),
        'expected an interval that holds the value',
      ),
    ),
  );
}

/** What runs and links write of a tier alike. */
export const tierFields = {
  id: v.pipe(v.string(), v.maxLength(40), v.regex(/^tier-[1-9]\d?$/, 'expected tier-1, tier-2, …')),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(40)),
  confidence: v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(1)),
};

const tierSchema = v.object({
  ...tierFields,
  capacity: figure(BOUNDS.capacity),
  bandwidth: figure(BOUNDS.bandwidth),
  latency: figure(BOUNDS.latency),
});

const size = v.pipe(v.number(), v.finite(), v.minValue(1), v.maxValue(BOUNDS.capacity.max));

/** Smallest and largest working set measured. */
export const rangeSchema = v.pipe(
  v.tuple([size, size]),
  v.check(([low, high]) => low <= high, 'expected the smallest and then the largest size'),
);

/** What the checks read of a tier, in whichever form it is written. */
type Figures = Readonly<Record<'capacity' | 'bandwidth' | 'latency', Figure>>;

/** A list of tiers in either form; `read` gives the figures of one. */
export const tiersSchema = <T>(tier: v.GenericSchema<unknown, T>, read: (tier: T) => Figures) => {
  const each = (tiers: readonly T[], key: keyof Figures) => tiers.map((one) => read(one)[key]);
  return v.pipe(
    list(tier, MAX_DISCOVERED_TIERS),
    v.minLength(1),
    v.check(
      (tiers: T[]) => areNested(each(tiers, 'capacity')),
      'expected capacities that grow from tier to tier, and none unknown but the last',
    ),
    v.check(
      (tiers: T[]) => neverGrow(each(tiers, 'bandwidth')),
      'expected bandwidths that do not grow from tier to tier beyond their intervals',
    ),
    v.check(
      (tiers: T[]) => neverFall(each(tiers, 'latency')),
      'expected latencies that do not fall from tier to tier beyond their intervals',
    ),
  );
};

export const OUT_OF_RANGE = 'expected a range that holds the capacities';

type Stated = { readonly value: number; readonly interval?: readonly [number, number] } | null;
/** A figure with its interval, which is no wider than the value where none is stated. */
const stated = (figure: Stated): Figure => {
  if (figure === null) return null;
  const { value, interval: [low, high] = [value, value] } = figure;
  return [value, low, high];
};

/** A discovery of unknown origin. */
export const discoverySchema = v.pipe(
  v.object({
    tiers: v.pipe(
      tiersSchema(tierSchema, ({ capacity, bandwidth, latency }) => ({
        capacity: stated(capacity),
        bandwidth: stated(bandwidth),
        latency: stated(latency),
      })),
      v.check((tiers) => new Set(tiers.map(({ id }) => id)).size === tiers.length, 'two tiers share an id'),
    ),
    range: rangeSchema,
    sentences: list(v.pipe(v.string(), v.maxLength(MAX_SENTENCE)), MAX_SENTENCES),
  }),
  v.forward(
    v.check(
      ({ tiers, range }) =>
        areWithin(
          range,
          tiers.map(({ capacity }) => stated(capacity)),
        ),
      OUT_OF_RANGE,
    ),
    ['range'],
  ),
);
