import { describe, expect, it } from 'vitest';
import { bytes } from '#core/units.ts';
import type { Curve } from '../curves.ts';
import type { Discovery } from '../record.ts';
import { discover } from './discover.ts';
import { setSizes } from './simulated-curves.ts';

const KiB = 1024;
const MiB = 1024 * KiB;
const MB = 1e6;

const curve = (kind: Curve['kind'], points: readonly (readonly [size: number, value: number])[]): Curve => ({
  kind,
  points: points.map(([size, value]) => ({ size: bytes(size), value, interval: [value, value], measurement: '' })),
});
const found = (discovery: Discovery | null) => {
  if (!discovery) throw new Error('no discovery');
  return {
    ...discovery,
    ends: discovery.tiers.flatMap(({ capacity }) => (capacity ? [capacity.value as number] : [])),
  };
};

/**
 * What was published are a few points; between two of them that differ, the step is anywhere. So it is put at several places,
 * as a share of the way, and what is found must hold for each.
 */
function stepped(published: readonly (readonly [size: number, value: number])[], share: number) {
  return setSizes(16 * KiB, 256 * MiB, 4).map((size): readonly [number, number] => {
    const passed = published.findLastIndex(([at], i) => {
      const before = published[i - 1]?.[0] ?? 0;
      return size > before * (at / before) ** share;
    });
    return [size, published[Math.max(0, passed)]?.[1] ?? 0];
  });
}

/** gpu-benches, gpu-latency: cycles a hop at about 130 kB, 1 MB, 9 MB, 29 MB and 125 MB. */
const LATENCY = {
  H100: {
    points: [
      [130e3, 34.5],
      [1 * MB, 266],
      [9 * MB, 266],
      [29 * MB, 403],
      [125 * MB, 650],
    ],
    tiers: 4,
  },
  A100: {
    points: [
      [130e3, 36],
      [9 * MB, 211],
      [29 * MB, 408],
      [125 * MB, 570],
    ],
    tiers: 4,
  },
  // 359, 395 and 426 cycles are too close to be told apart.
  'RX 6900 XT': {
    points: [
      [130e3, 121],
      [1 * MB, 207],
      [9 * MB, 359],
      [29 * MB, 395],
      [125 * MB, 426],
    ],
    tiers: 3,
  },
} as const;

describe.each(Object.entries(LATENCY))('published latencies of %s', (_, { points, tiers }) => {
  it.each([0.2, 0.5, 0.8])('give its levels, each ending between the points that differ (%s of the way)', (share) => {
    const { ends, tiers: got } = found(discover({ latency: curve('latency', stepped(points, share)) }));
    expect(got).toHaveLength(tiers);
    const differing = points.flatMap(([size, value], i): (readonly [number, number])[] => {
      const before = points[i - 1];
      return before && value / before[1] >= 1.3 ? [[before[0], size]] : [];
    });
    ends.forEach((end, i) => {
      const [low, high] = differing[i] ?? [0, 0];
      expect(end).toBeGreaterThan(low * 0.9);
      expect(end).toBeLessThan(high * 1.1);
    });
    const cycles = got.map(({ latency }) => latency?.value ?? 0);
    expect(cycles[0]).toBeCloseTo(points[0][1], -1);
    expect(cycles.at(-1)).toBeGreaterThan(0.9 * (points.at(-2)?.[1] ?? 0));
  });
});

describe('published bandwidths', () => {
  it('of an H200 give a knee between 48 and 83 MB, with 3.9 TB/s beyond', () => {
    // 10.6 TB/s at 4 MB, 7.5 at 48 MB, 3.9 from 83 MB; straight between them on logarithmic axes.
    const known = [
      [4 * MB, 10.6e12],
      [48 * MB, 7.5e12],
      [83 * MB, 3.9e12],
    ] as const;
    const between = setSizes(1e6, 512e6, 4).map((size): readonly [number, number] => {
      const after = known.findIndex(([at]) => at > size);
      const [from, to] = [known.at(Math.max(0, after - 1)), known.at(after)];
      if (!from || !to) throw new Error('no points');
      if (after <= 0) return [size, (after === 0 ? known[0] : known[2])[1]];
      return [size, from[1] * (to[1] / from[1]) ** (Math.log(size / from[0]) / Math.log(to[0] / from[0]))];
    });
    const { ends, tiers } = found(discover({ shared: curve('shared', between) }));
    expect(ends.at(-1)).toBeGreaterThan(40 * MB);
    expect(ends.at(-1)).toBeLessThan(83 * MB);
    expect(ends.length).toBeLessThanOrEqual(2);
    expect(tiers[0]?.bandwidth?.value).toBeCloseTo(10.6e12, -12);
    expect((tiers.at(-1)?.bandwidth?.value ?? 0) / 3.9e12).toBeCloseTo(1, 0.7);
  });
});

describe('a pointer chase in JavaScript on a Xeon with 48 KiB L1, 1.25 MiB L2 and 48 MiB L3 that others share', () => {
  const NS = [1.5, 1.5, 1.5, 2.4, 4.3, 4.9, 5.6, 6.3, 24, 29, 112, 118, 124, 131, 138, 165, 196];
  const points = NS.map((ns, i): readonly [number, number] => [4 * KiB * 2 ** i, ns * 1e-9]);

  it('shows L1, L2 and what is beyond them', () => {
    const { ends, tiers } = found(discover({ latency: curve('latency', points) }));
    expect(tiers.length).toBeGreaterThanOrEqual(3);
    expect(tiers[0]?.name).toBe('L1');
    expect(ends[0]).toBeGreaterThan(16 * KiB);
    expect(ends[0]).toBeLessThan(64 * KiB);
    expect(ends.some((end) => end > 512 * KiB && end < 3 * MiB)).toBe(true);
    expect(tiers[0]?.latency?.value).toBeCloseTo(1.5e-9, 10);
    expect(tiers.at(-1)?.latency?.value).toBeGreaterThan(1e-7);
  });
});
