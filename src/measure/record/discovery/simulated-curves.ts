import type { Random } from '#core/random.ts';
import { bytes } from '#core/units.ts';
import type { Curve, CurvePoint } from '../curves.ts';

/**
 * How a simulated cache throws lines out when a working set is walked in a cycle. Each is worked out from the mechanism, none
 * is a shape that the fit knows but the first.
 */
export const REPLACEMENTS = ['lru', 'random', 'hashed-lru'] as const;
export type Replacement = (typeof REPLACEMENTS)[number];

export interface SimulatedTier {
  /** Bytes; Infinity for the last. */
  readonly capacity: number;
  readonly replacement: Replacement;
  /** Seconds. */
  readonly latency: number;
  /** Bytes a second. */
  readonly bandwidth: number;
}

/** Share of hits under random replacement: a line survives a round of (1 − h)·s/C misses a slot; the fixed point. */
function randomHits(fill: number): number {
  if (fill <= 1) return 1;
  let hits = 1 / fill;
  for (let round = 0; round < 200; round++) hits = 0.5 * hits + 0.5 * Math.exp(-(1 - hits) * fill);
  return hits;
}

const PAGE = 4096;
const WAYS = 8;
/**
 * Share of pages in sets that do not overflow, where pages fall on sets of 8 ways at random (Poisson). A cache under 64 pages
 * is indexed inside the page and fills evenly.
 */
function hashedHits(fill: number, capacity: number): number {
  if (capacity < 64 * PAGE) return fill <= 1 ? 1 : 0;
  const mean = fill * WAYS;
  let term = Math.exp(-mean);
  let share = 0;
  // A page is in a set with k − 1 others: k ≤ ways hit.
  for (let others = 0; others < WAYS; others++) {
    share += term;
    term *= mean / (others + 1);
  }
  return share;
}

function hits({ replacement, capacity }: SimulatedTier, size: number): number {
  const fill = size / capacity;
  if (replacement === 'random') return randomHits(fill);
  if (replacement === 'hashed-lru') return hashedHits(fill, capacity);
  return fill <= 1 ? 1 : 0;
}

/** Time of one access, where each tier serves what the nearer ones missed. */
function timeAt(tiers: readonly SimulatedTier[], size: number, time: (tier: SimulatedTier) => number): number {
  let served = 0;
  let total = 0;
  for (const tier of tiers) {
    const reached = Math.max(served, hits(tier, size));
    total += (reached - served) * time(tier);
    served = reached;
  }
  return total;
}

/** Working sets from `from` to `to` bytes, whole lines of 64 B, so many in each octave. */
export function setSizes(from: number, to: number, perOctave: number): readonly number[] {
  const count = Math.round(Math.log2(to / from) * perOctave) + 1;
  return Array.from({ length: count }, (_, i) => 64 * Math.round((from * 2 ** (i / perOctave)) / 64));
}

/** A noisy curve: log-normal, and at times a pass that something disturbed, which only ever costs time. */
export function simulatedCurve(
  kind: Curve['kind'],
  tiers: readonly SimulatedTier[],
  sizes: readonly number[],
  random: Random,
  { noise = 0.05, disturbed = 0 } = {},
): Curve {
  const points = sizes.map((size): CurvePoint => {
    const slower = Math.exp(noise * random.normal()) * (random.next() < disturbed ? 1 + 2 * random.next() : 1);
    const value =
      kind === 'latency'
        ? timeAt(tiers, size, ({ latency }) => latency) * slower
        : 1 / (timeAt(tiers, size, ({ bandwidth }) => 1 / bandwidth) * slower);
    return { size: bytes(size), value, interval: [value, value], measurement: `${kind} ${size}` };
  });
  return { kind, points };
}

const between = (random: Random, low: number, high: number) => low * (high / low) ** random.next();

/** So many tiers: capacities from 16 KiB to 64 MiB at least ×4 apart, each 1.5 to 6 times as slow as the one before. */
export function randomTiers(count: number, random: Random): readonly SimulatedTier[] {
  const caches = count - 1;
  // Places on the octaves that are left once each gap has its two.
  const octaves = Math.log2((64 * 2 ** 20) / (16 * 2 ** 10)) - 2 * Math.max(0, caches - 1);
  const places = Array.from({ length: caches }, () => random.next() * octaves).toSorted((a, b) => a - b);
  let latency = between(random, 0.5e-9, 50e-9);
  let bandwidth = between(random, 1e10, 1e13);
  return Array.from({ length: count }, (_, i): SimulatedTier => {
    const place = places[i];
    const tier = {
      capacity: place === undefined ? Number.POSITIVE_INFINITY : 16_384 * 2 ** (place + 2 * i),
      replacement: REPLACEMENTS[random.integer(REPLACEMENTS.length)] ?? 'lru',
      latency,
      bandwidth,
    };
    latency *= between(random, 1.5, 6);
    bandwidth /= between(random, 1.5, 6);
    return tier;
  });
}
