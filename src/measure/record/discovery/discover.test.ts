import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/random.ts';
import { bytes } from '#core/units.ts';
import type { Curve } from '../curves.ts';
import { parseRun } from '../run-schema.ts';
import { sampleRun } from '../sample-run.ts';
import { discover } from './discover.ts';
import { type SimulatedTier, setSizes, simulatedCurve } from './simulated-curves.ts';
import { tiersAt } from './tiers-at.ts';

const KiB = 1024;
const MiB = 1024 * KiB;
const TIERS: readonly SimulatedTier[] = [
  { capacity: 32 * KiB, replacement: 'lru', latency: 1.5e-9, bandwidth: 4e11 },
  { capacity: 2 * MiB, replacement: 'random', latency: 6e-9, bandwidth: 1e11 },
  { capacity: Number.POSITIVE_INFINITY, replacement: 'lru', latency: 90e-9, bandwidth: 1e10 },
];
const SIZES = setSizes(4 * KiB, 64 * MiB, 4);
const simulated = (kind: Curve['kind'], settings = {}, sizes = SIZES) =>
  simulatedCurve(kind, TIERS, sizes, seededRandom(7), settings);
const curve = (kind: Curve['kind'], value: (size: number) => number, sizes = SIZES): Curve => ({
  kind,
  points: sizes.map((size) => ({ size: bytes(size), value: value(size), interval: [0, 0], measurement: '' })),
});
const ends = (found: ReturnType<typeof discover>) => found?.tiers.map(({ capacity }) => capacity?.value ?? null);

describe('a discovery', () => {
  const found = discover({ latency: simulated('latency'), shared: simulated('shared') });

  it('has tiers with capacity, bandwidth and latency, each in an interval that holds what was stated', () => {
    expect(found?.tiers.map(({ id, name }) => [id, name])).toEqual([
      ['tier-1', 'L1'],
      ['tier-2', 'L2'],
      ['tier-3', 'Memory'],
    ]);
    found?.tiers.forEach(({ capacity, bandwidth, latency, confidence }, i) => {
      const truth = TIERS[i];
      const figures = [
        [bandwidth, truth?.bandwidth ?? 0],
        [latency, truth?.latency ?? 0],
        ...(i < 2 ? [[capacity, truth?.capacity ?? 0] as const] : []),
      ] as const;
      for (const [figure, value] of figures) {
        expect(figure?.interval?.[0]).toBeLessThan(value * 1.03);
        expect(figure?.interval?.[1]).toBeGreaterThan(value * 0.97);
        expect((figure?.value ?? 0) / value).toBeCloseTo(1, 0);
        expect(figure?.provenance).toBe('measured');
      }
      expect(confidence).toBeGreaterThan(0.95);
    });
    expect(found?.tiers[2]?.capacity).toBeNull();
    expect(found?.range).toEqual([4 * KiB, 64 * MiB]);
  });

  it('is what a run may hold, and the same each time', () => {
    const again = discover({ latency: simulated('latency'), shared: simulated('shared') });
    expect(again).toEqual(found);
    const run = { ...sampleRun(), ...(found && { machine: found }) };
    expect(parseRun(JSON.parse(JSON.stringify(run)))).toMatchObject({ ok: true });
  });

  it('says how sure it is, and what it cannot know', () => {
    const text = found?.sentences.join('\n') ?? '';
    expect(text).toContain('3 tiers from latency (57 points) and bandwidth of a shared set (57 points)');
    expect(text).toMatch(/L1 ends at 3\d(\.\d)?\sKiB \(95 % interval .* Confidence 99\.9\s%/);
    expect(text).toContain('upper bounds');
    expect(text).toContain('TLB');
    expect(text).toContain('nothing larger than 64\u00a0MiB was measured');
    const bandwidthOnly = discover({ shared: simulated('shared') });
    expect(bandwidthOnly?.tiers.map(({ latency }) => latency)).toEqual([null, null, null]);
    expect(bandwidthOnly?.sentences.join()).not.toContain('upper bounds');
  });

  it('does not call memory what it only began to see', () => {
    const short = SIZES.filter((size) => size <= 3.2 * MiB);
    const seen = discover({ latency: simulated('latency', { noise: 0.01 }, short) });
    expect(seen?.tiers.at(-1)?.name).toBe('Beyond L2');
    expect(seen?.sentences.join()).toContain('still rise');
  });

  it('reads sets of each workgroup’s own only where there is nothing else', () => {
    const own = simulated('private');
    expect(discover({ latency: simulated('latency'), private: own })).toEqual(
      discover({ latency: simulated('latency') }),
    );
    const alone = discover({ private: own });
    expect(alone?.tiers).toHaveLength(3);
    expect(alone?.sentences.join()).toContain('one workgroup');
  });

  it('leaves out points that stand alone, and says so', () => {
    const clean = simulated('latency', { noise: 0.01 });
    const points = clean.points.map((point, i) => (i === 20 ? { ...point, value: point.value * 20 } : point));
    const disturbed = discover({ latency: { ...clean, points } });
    // One point in 57 must not blur what the others say: intervals stay as narrow as without it.
    const widths = (found: ReturnType<typeof discover>) =>
      found?.tiers.map(({ latency }) => Math.log((latency?.interval?.[1] ?? 1) / (latency?.interval?.[0] ?? 1))) ?? [];
    const before = widths(discover({ latency: clean }));
    widths(disturbed).forEach((width, i) => {
      expect(width / (before[i] ?? 1)).toBeCloseTo(1, 1);
    });
    expect(disturbed?.tiers).toHaveLength(3);
    expect(disturbed?.sentences.join()).toContain('One point stood apart');
  });
});

describe('no tiers come', () => {
  it('from too few points, or from values that are none', () => {
    expect(discover({})).toBeNull();
    expect(discover({ latency: curve('latency', () => 1e-9, SIZES.slice(0, 5)) })).toBeNull();
    expect(discover({ latency: curve('latency', (size) => (size > MiB ? Number.NaN : 1e-9)) })).toBeNull();
    expect(discover({ shared: curve('shared', () => 0) })).toBeNull();
    expect(tiersAt({}, [4096])).toBeNull();
  });

  it('from a curve that falls, waves, or drifts by less than noise', () => {
    const falls = curve('latency', (size) => 1e-8 * size ** -0.2);
    const waves = curve('latency', (size) => 1e-8 * (1.2 + Math.sin(Math.log2(size) * 2)));
    const drifts = curve('latency', (size) => 1e-8 * size ** 0.01);
    for (const latency of [falls, waves, drifts]) {
      const found = discover({ latency });
      expect(ends(found)).toEqual([null]);
      expect(found?.tiers[0]?.name).toBe('Only tier');
      expect(found?.sentences.join()).toContain('No tier ends between');
    }
    expect(ends(discover({ latency: curve('latency', () => 1e-9) }))).toEqual([null]);
  });
});

describe('tiers that a person sets', () => {
  const curves = { latency: simulated('latency'), shared: simulated('shared') };

  it('end where they say, with figures fitted anew, derived, and what the curves say of them', () => {
    const moved = tiersAt(curves, [40_000, 3 * MiB]);
    expect(ends(moved)).toEqual([40_000, 3 * MiB, null]);
    expect(moved?.tiers[0]?.capacity).toEqual({ value: 40_000, provenance: 'derived', source: 'boundary set by hand' });
    expect(moved?.tiers[1]?.bandwidth?.source).toContain('boundary set by hand');
    expect((moved?.tiers[0]?.latency?.value ?? 0) / 1.5e-9).toBeCloseTo(1, 0);
    expect(moved?.sentences.join()).toContain('(set by hand)');
    expect(moved?.tiers[0]?.confidence).toBeGreaterThan(0.95);
  });

  it('have no support from the curves where nothing changes', () => {
    const idle = tiersAt(curves, [10_000]);
    const found = tiersAt(curves, [8_000, 36_000, 2.5 * MiB]);
    expect(idle?.tiers).toHaveLength(2);
    expect(found?.tiers[0]?.confidence).toBeLessThan(0.1);
    expect(found?.sentences.join()).toContain('no difference that these curves show');
  });

  it('count nothing outside what was measured, nor twice', () => {
    expect(ends(tiersAt(curves, [10, 40_000, 40_000, 2 ** 40]))).toEqual([40_000, null]);
    expect(ends(tiersAt(curves, []))).toEqual([null]);
  });
});
