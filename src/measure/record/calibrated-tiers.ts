import { derived, type Quantity, type Unknowable } from '#core/quantity.ts';
import type { Bytes, BytesPerSecond } from '#core/units.ts';
import type { Tier } from '#model/machine/machine.ts';
import { problemText } from './export.ts';
import { fastest, measuredBandwidths, type Origin, type RunSource } from './measured-ceilings.ts';
import type { DiscoveredTier, Discovery, Measurement } from './record.ts';

/** Ids of the tiers of a run without a discovery. */
const CACHE_TIER = 'cache';
const MEMORY_TIER = 'memory';

const tierOf = (
  fields: Pick<Tier, 'id' | 'name' | 'role' | 'capacity' | 'readBandwidth' | 'writeBandwidth'>,
): Tier => ({
  technology: 'unknown',
  instances: 1,
  latency: null,
  energy: null,
  ...fields,
});

/** A cache is at least as large as the working set that ran at its bandwidth. */
const provenCapacity = (one: Measurement | null): Unknowable<Bytes> =>
  one &&
  derived(
    one.cost.compulsory,
    `at least the working set of ${one.kernel} (${problemText(one.problem)}) that was measured in it`,
  );

/** Two tiers, from what was measured in a cache and past all of them. */
export function twoTiers(source: RunSource): readonly Tier[] {
  const cache = measuredBandwidths(source, 'cache-bandwidth');
  const memory = measuredBandwidths(source, 'memory-bandwidth');
  return [
    tierOf({
      id: CACHE_TIER,
      name: 'Cache',
      role: 'cache',
      capacity: provenCapacity(fastest(source.run, 'cache-bandwidth')),
      readBandwidth: cache.read,
      writeBandwidth: cache.write,
    }),
    tierOf({
      id: MEMORY_TIER,
      name: 'Memory',
      role: 'store',
      capacity: null,
      readBandwidth: memory.read,
      writeBandwidth: memory.write,
    }),
  ];
}

/** What a run of another time or device measured is recorded; what was derived stays so. */
const asOf = <T extends number>(figure: Unknowable<T>, origin: Origin): Unknowable<T> =>
  figure?.provenance === 'measured' ? { ...figure, provenance: origin } : figure;

/** A ceiling is the most that the hardware was seen to reach. */
const higher = <T extends number>(one: Unknowable<T>, other: Quantity<T> | null): Unknowable<T> =>
  one === null || (other !== null && other.value > one.value) ? other : one;

/** Whether a working set lies in a tier: larger than the ones before hold, and no larger than it holds. */
const holds = (tiers: readonly DiscoveredTier[], index: number) => {
  const from = tiers[index - 1]?.capacity?.value ?? 0;
  const to = tiers[index]?.capacity?.value ?? Number.POSITIVE_INFINITY;
  return ({ cost: { compulsory } }: Measurement) => compulsory > from && compulsory <= to;
};

/**
 * What comes from a tier passes through every nearer one, so that none of them is slower: where another kernel drew more from
 * a further tier than the plateau of this one shows, that is what this one is known to deliver.
 */
function passedOn(tiers: readonly Tier[]): readonly Tier[] {
  const mended: Tier[] = [];
  for (const tier of tiers.toReversed()) {
    const [further] = mended;
    const [own, through] = [tier.readBandwidth, further?.readBandwidth ?? null];
    const readBandwidth =
      own !== null && through !== null && through.value > own.value
        ? { ...through, provenance: 'derived' as const, source: `at least what ${further?.name} delivers through it` }
        : own;
    mended.unshift({ ...tier, readBandwidth });
  }
  return mended;
}

/**
 * The tiers that a discovery found. The last is where tensors live, and has the bandwidth that streams past all caches had,
 * where they were measured: they were laid out for it, and a working set was not. A cache has the higher of what its plateau
 * shows and what a ceiling measured inside it reached.
 */
export function discoveredTiers(source: RunSource, { tiers }: Discovery): readonly Tier[] {
  const memory = measuredBandwidths(source, 'memory-bandwidth');
  const found = tiers.map((tier, index): Tier => {
    const shown = asOf(tier.bandwidth, source.origin);
    const fields = { id: tier.id, name: tier.name, capacity: asOf(tier.capacity, source.origin) };
    const latency = asOf(tier.latency, source.origin);
    const last = index === tiers.length - 1;
    const inside = measuredBandwidths(source, 'cache-bandwidth', holds(tiers, index));
    const read: Unknowable<BytesPerSecond> = last ? (memory.read ?? shown) : higher(shown, inside.read);
    const write = last ? memory.write : inside.write;
    const role = last ? 'store' : 'cache';
    return { ...tierOf({ ...fields, role, readBandwidth: read, writeBandwidth: write }), latency };
  });
  return passedOn(found);
}
