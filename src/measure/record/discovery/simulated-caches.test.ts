import { describe, expect, it } from 'vitest';
import { type Random, seededRandom } from '#core/random.ts';
import { bytes } from '#core/units.ts';
import type { Curve } from '../curves.ts';
import { discover } from './discover.ts';
import { setSizes } from './simulated-curves.ts';

/** Caches run line by line, nothing worked out: sets, ways, pages laid out by chance, and a policy for what leaves. */
const LINE = 64;
const PAGE = 4096;
const POLICIES = ['least recently used', 'random', 'first in first out', 'bimodal insertion'] as const;
type Policy = (typeof POLICIES)[number];

/** Of 32 new lines, the others than this one take the place that leaves next: Qureshi et al. 2007. */
const SELDOM = 32;

function cacheOf(capacity: number, ways: number, policy: Policy, random: Random) {
  const count = capacity / LINE / ways;
  // Each set from the line that leaves next to the one that stays longest.
  const sets = Array.from({ length: count }, (): number[] => []);
  return (line: number): boolean => {
    const set = sets[line % count] ?? [];
    const at = set.indexOf(line);
    if (at >= 0) {
      if (policy !== 'random' && policy !== 'first in first out') set.push(...set.splice(at, 1));
      return true;
    }
    if (set.length === ways) set.splice(policy === 'random' ? random.integer(ways) : 0, 1);
    if (policy === 'bimodal insertion' && random.integer(SELDOM) !== 0) set.unshift(line);
    else set.push(line);
    return false;
  };
}

function shuffled(count: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const other = random.integer(i + 1);
    [order[i], order[other]] = [order[other] as number, order[i] as number];
  }
  return order;
}

const L1 = 32 * 1024;
const L2 = 512 * 1024;
const NS = [1.2, 5, 40] as const;

/** Mean time of a hop around one shuffled cycle, after two rounds to warm up, with 5 % noise. */
function chase(policies: readonly [Policy, Policy], seed: number): Curve {
  const random = seededRandom(seed);
  const points = setSizes(4096, 4 * 2 ** 20, 4).map((size) => {
    const near = cacheOf(L1, 8, policies[0], random);
    const far = cacheOf(L2, 16, policies[1], random);
    const pages = shuffled(1 << 14, random);
    const order = shuffled(Math.floor(size / LINE), random);
    let total = 0;
    for (let round = 0; round < 3; round++)
      for (const line of order) {
        const page = pages[Math.floor((line * LINE) / PAGE)] ?? 0;
        const physical = page * (PAGE / LINE) + (line % (PAGE / LINE));
        // L1 is indexed inside the page, L2 by the page that the machine happened to give.
        const time = near(line) ? NS[0] : far(physical) ? NS[1] : NS[2];
        if (round === 2) total += time;
      }
    const value = (total / order.length) * 1e-9 * Math.exp(0.05 * random.normal());
    return { size: bytes(size), value, interval: [value, value] as const, measurement: '' };
  });
  return { kind: 'latency', points };
}

const PAIRS = POLICIES.flatMap((near) => POLICIES.map((far) => [near, far] as const));
/** How far off a capacity is, as a factor from 1 up. */
const off = (found: number, truth: number) => Math.max(found / truth, truth / found);

describe('discovery in caches run line by line', () => {
  it('finds L1 and L2 under every pair of policies, and nothing else', () => {
    const all = PAIRS.flatMap((policies) =>
      [1, 2].map((seed) => discover({ latency: chase(policies, seed) })?.tiers ?? []),
    );
    for (const tiers of all) expect(tiers.map(({ name }) => name)).toEqual(['L1', 'L2', 'Memory']);
    expect(Math.max(...all.map(([near]) => off(near?.capacity?.value ?? 0, L1)))).toBeLessThan(1.5);
    // With pages laid out by chance on eight colours, a cache overflows from 0.6 of its size on: that is where its tier ends.
    const far = all.map(([, tier]) => off(tier?.capacity?.value ?? 0, L2)).toSorted((a, b) => a - b);
    expect(far.filter((one) => one <= 1.5).length / far.length).toBeGreaterThanOrEqual(0.8);
    expect(far.at(-1)).toBeLessThan(1.75);
  }, 60_000);
});
