import { formatBytes } from '#core/format.ts';
import type { DiscoveredTier } from '#measure/record/record.ts';
import type { TierRegion } from '../figure.ts';
import type { Source } from './reading.ts';

/**
 * Where the tiers lie under a curve, bytes. A tier whose end nobody knows shares the region of the next, so that region i ends
 * at the ith end that is known.
 */
export function tierRegions({ discovery }: Pick<Source, 'discovery'>): readonly TierRegion[] {
  if (!discovery) return [];
  const [least, most] = discovery.range;
  const regions: TierRegion[] = [];
  let from: number = least;
  let names: readonly string[] = [];
  discovery.tiers.forEach(({ id, name, capacity, confidence }, index) => {
    names = [...names, name];
    const last = index === discovery.tiers.length - 1;
    if (!last && capacity === null) return;
    const to = last || capacity === null ? most : capacity.value;
    const toInterval = last ? null : (capacity?.interval ?? null);
    regions.push({ id, name: names.join(' and '), from, to, toInterval, confidence });
    from = to;
    names = [];
  });
  return regions;
}

/** "1.6 ns in L1 (to 35 KiB), 163 ns in Memory": empty where fewer than two tiers have a value to tell. */
export function tierSteps(
  { discovery }: Pick<Source, 'discovery'>,
  textOf: (tier: DiscoveredTier) => string | null,
): string {
  const steps = (discovery?.tiers ?? []).flatMap((tier): readonly string[] => {
    const text = textOf(tier);
    const end = tier.capacity ? ` (to ${formatBytes(tier.capacity.value, 'binary')})` : '';
    return text === null ? [] : [`${text} in ${tier.name}${end}`];
  });
  return steps.length < 2 ? '' : steps.join(', ');
}
