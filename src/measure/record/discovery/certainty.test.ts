import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/random.ts';
import type { Curve } from '../curves.ts';
import { discover } from './discover.ts';
import { type SimulatedTier, setSizes, simulatedCurve } from './simulated-curves.ts';

const MiB = 2 ** 20;
const SIZES = setSizes(4096, 64 * MiB, 4);
const MACHINES = 60;
const octaves = (size: number, from: number) => Math.log2(size / from);
const share = (value: number) => Math.min(1, Math.max(0, value));

/** L1, L2 and memory of a machine of that seed, and the ends of its caches. */
function machine(seed: number) {
  const random = seededRandom(seed);
  const ends = [2 ** (15 + 1.5 * random.next()), 2 ** (20 + 3 * random.next())] as const;
  const ratios = [2 + 2 * random.next(), 2 + 2 * random.next()] as const;
  const latencies = [2e-9, 2e-9 * ratios[0], 2e-9 * ratios[0] * ratios[1]];
  const tiers = [...ends, Number.POSITIVE_INFINITY].map(
    (capacity, i): SimulatedTier => ({
      capacity,
      replacement: (['lru', 'random', 'hashed-lru'] as const)[(seed + i) % 3] ?? 'lru',
      latency: latencies[i] ?? 0,
      bandwidth: 1e11,
    }),
  );
  return { ends, curve: simulatedCurve('latency', tiers, SIZES, random, { noise: 0.03 }) };
}
type Ends = readonly [number, number];
const times = (curve: Curve, factor: (size: number) => number): Curve => ({
  ...curve,
  points: curve.points.map((point) => ({ ...point, value: point.value * factor(point.size) })),
});

/** What tiers do not do to a latency, by size. */
const OTHERWISE: Readonly<Record<string, (size: number, ends: Ends) => number>> = {
  nothing: () => 1,
  'a TLB whose reach ends in memory': (size, [, far]) => 1 + 0.35 * share(octaves(size, 4 * far) / 3),
  'a TLB whose reach ends in L2': (size, [near, far]) =>
    1 + 0.6 * share(octaves(size, Math.sqrt(near * far)) / 2) * (size < far ? 1 : 0.3),
  'pages that meet in a set, on one octave': (size, [, far]) => (size > 4 * far && size < 8 * far ? 1.5 : 1),
  'a clock that slows down all the time': (size) => 1 + 0.5 * (octaves(size, 4096) / 14),
};

describe.each(Object.entries(OTHERWISE))('with %s', (name, factor) => {
  it('of tiers said to be as good as certain at most one in twenty is none', { timeout: 60_000 }, () => {
    let certain = 0;
    let wrong = 0;
    for (let seed = 0; seed < MACHINES; seed++) {
      const { ends, curve } = machine(seed);
      const found = discover({ latency: times(curve, (size) => factor(size, ends)) });
      for (const { capacity, confidence } of found?.tiers ?? []) {
        if (capacity === null || confidence < 0.99) continue;
        certain++;
        if (!ends.some((end) => Math.abs(Math.log(capacity.value / end)) < Math.log(1.75))) wrong++;
      }
    }
    expect(certain, name).toBeGreaterThan(MACHINES / 4);
    expect(wrong / certain).toBeLessThanOrEqual(0.05);
  });
});

it('a slow growth that ends on no plateau is less than certain, and the sentence says what it may be', () => {
  const flat: Curve = {
    kind: 'latency',
    points: machine(1).curve.points.map((point) => ({ ...point, value: 5e-9 })),
  };
  const grown = discover({ latency: times(flat, (size) => 1 + 0.6 * share(octaves(size, 4 * MiB) / 4)) });
  expect(grown?.tiers.length).toBeGreaterThan(1);
  expect(grown?.tiers[0]?.confidence).toBeLessThan(0.99);
  expect(grown?.sentences[1]).toContain('without a clear plateau');
  const cliff = discover({ latency: times(flat, (size) => (size > 4 * MiB ? 3 : 1)) });
  expect(cliff?.tiers[0]?.confidence).toBeGreaterThanOrEqual(0.99);
  expect(cliff?.sentences.join()).not.toContain('without a clear plateau');
  expect(cliff?.sentences.join()).toContain('closer than 2.59');
});
