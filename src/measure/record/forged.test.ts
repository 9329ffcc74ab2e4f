import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/random.ts';
import { bytes, seconds } from '#core/units.ts';
import { discover } from './discovery/discover.ts';
import { randomTiers, setSizes, simulatedCurve } from './discovery/simulated-curves.ts';
import { tiersAt } from './discovery/tiers-at.ts';
import type { DiscoveredTier, Discovery, Measurement } from './record.ts';
import { parseRun } from './run-schema.ts';
import { sampleDiscovery, sampleMeasurement, sampleRun } from './sample-run.ts';
import { parseSummary, summarise } from './summary.ts';

const faultOf = (over: Parameters<typeof sampleRun>[0]) => {
  const parsed = parseRun(JSON.parse(JSON.stringify(sampleRun(over))));
  return parsed.ok ? null : parsed.error;
};
const ofMeasurement = (over: Partial<Measurement>) => faultOf({ measurements: [sampleMeasurement(over)] });
const FROM_A_LINK: Partial<Measurement> = {
  samples: [],
  verified: { rowsChecked: 0, rows: 0, worst: 0, whole: false },
};

describe('a measurement of a file is refused', () => {
  it.each([0.9e-3, 1.2e-3])('with a median of %s s outside its samples', (time) => {
    expect(ofMeasurement({ median: seconds(time), interval: [seconds(1e-4), seconds(1e-2)] })).toEqual({
      field: 'measurements[0].median',
      message: 'expected a median between the least and the greatest sample',
    });
  });

  it.each(['m0', 'matmul/naive', 'matmul/tiled-8 · m=64 n=32 k=16', 'matmul/naive · m=64 n=32 k=16 · sweep'])(
    'with the id %s of other work, and the sentence says which is expected',
    (id) => {
      expect(ofMeasurement({ id })).toEqual({
        field: 'measurements[0].id',
        message: 'expected matmul/naive · m=64 n=32 k=16',
      });
    },
  );

  it('with a count behind its id, which only a link gives', () => {
    const id = 'matmul/naive · m=64 n=32 k=16 #3';
    expect(ofMeasurement({ id })?.field).toBe('measurements[0].id');
    expect(ofMeasurement({ ...FROM_A_LINK, id })).toBeNull();
  });

  it('with samples of which no row was checked, or checked rows of no sample', () => {
    const fault = {
      field: 'measurements[0].verified',
      message: 'expected checked rows where there are samples, and only there',
    };
    const verified = { rowsChecked: 0, rows: 64, worst: 0, whole: true };
    expect(ofMeasurement({ verified })).toEqual(fault);
    expect(ofMeasurement({ samples: [] })).toEqual(fault);
    expect(ofMeasurement(FROM_A_LINK)).toBeNull();
  });

  it('of a latency without hops', () => {
    const chase = (problem: Measurement['problem']) => ofMeasurement({ kernel: 'latency/chase', problem });
    const fault = { field: 'measurements[0].problem', message: 'expected hops, at least 1: they divide the time' };
    expect(chase({ bytes: 4096, hops: 0 })).toEqual(fault);
    expect(chase({ bytes: 4096 })).toEqual(fault);
    expect(chase({ bytes: 4096, hops: 1 })).toBeNull();
  });
});

/** The sample with one figure of its second tier, of three, times so much. */
function scaled(figure: 'bandwidth' | 'latency', factor: number, part: Partial<DiscoveredTier> = {}): Discovery {
  const machine = sampleDiscovery();
  const tiers = machine.tiers.map((tier, index): DiscoveredTier => {
    if (index !== 1) return tier;
    const stated = tier[figure];
    const [low, high] = stated?.interval ?? [0, 0];
    const interval = [low * factor, high * factor];
    return { ...tier, [figure]: { ...stated, value: (stated?.value ?? 0) * factor, interval }, ...part };
  });
  return { ...machine, tiers };
}

describe('a discovery of a file is refused', () => {
  it.each([
    [65_536, 2 ** 28],
    [4096, 2 ** 20],
  ])('with a range from %d to %d that does not hold its capacities', (low, high) => {
    const machine: Discovery = { ...sampleDiscovery(), range: [bytes(low), bytes(high)] };
    expect(faultOf({ machine })).toEqual({
      field: 'machine.range',
      message: 'expected a range that holds the capacities',
    });
  });

  it.each([
    ['latency', 0.1, 'expected latencies that do not fall from tier to tier beyond their intervals'],
    ['latency', 100, 'expected latencies that do not fall from tier to tier beyond their intervals'],
    ['bandwidth', 10, 'expected bandwidths that do not grow from tier to tier beyond their intervals'],
    ['bandwidth', 0.01, 'expected bandwidths that do not grow from tier to tier beyond their intervals'],
  ] as const)('with a %s of ×%d amid the others', (figure, factor, message) => {
    expect(faultOf({ machine: scaled(figure, factor) })).toEqual({ field: 'machine.tiers', message });
  });

  it('by the figures that are known, and no further than their intervals tell', () => {
    // 1.5 ns ± 10 % before 1.44 ns ± 10 %, and 200 GB/s before 210 GB/s: either may be the larger.
    expect(faultOf({ machine: scaled('latency', 0.24) })).toBeNull();
    expect(faultOf({ machine: scaled('bandwidth', 2.1) })).toBeNull();
    expect(faultOf({ machine: scaled('latency', 1, { latency: null, bandwidth: null }) })).toBeNull();
  });
});

describe('what is discovered in noise, and what a person moved, is accepted', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('on machine %d', (seed) => {
    const random = seededRandom(seed);
    const tiers = randomTiers(1 + (seed % 4), random);
    const noisy = { noise: 0.3, disturbed: 0.05 };
    const curves = {
      latency: simulatedCurve('latency', tiers, setSizes(4096, 2 ** 28, 4), random, noisy),
      shared: simulatedCurve('shared', tiers, setSizes(4096, 2 ** 28, 3), random, noisy),
    };
    for (const found of [discover(curves), tiersAt(curves, [5000, 3e6, 2 ** 27])]) {
      if (found === null) throw new Error('the curves have points enough');
      expect(faultOf({ machine: found })).toBeNull();
      expect(parseSummary(summarise(sampleRun({ machine: found }))).ok).toBe(true);
    }
  });
});

describe('a link is refused', () => {
  const read = (over: Parameters<typeof sampleRun>[0]) => parseSummary(summarise(sampleRun(over)));
  it('with tiers that no run may have', () => {
    const field = 'machine.tiers';
    expect(read({ machine: scaled('latency', 0.1) })).toMatchObject({ error: { field } });
    expect(read({ machine: scaled('bandwidth', 10) })).toMatchObject({ error: { field } });
    const machine: Discovery = { ...sampleDiscovery(), range: [bytes(4096), bytes(8192)] };
    expect(read({ machine })).toMatchObject({ error: { field: 'machine.range' } });
  });

  it('with a latency without hops', () => {
    const measurements = [sampleMeasurement({ kernel: 'latency/chase', problem: { bytes: 4096 } })];
    expect(read({ measurements })).toMatchObject({ error: { field: 'points[0].problem' } });
  });
});
