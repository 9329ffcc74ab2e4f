import { describe, expect, it } from 'vitest';
import { bytes, flops, seconds } from '#core/units.ts';
import { parseMachine } from '#model/machine/machine-schema.ts';
import { machineFromRun } from './calibration.ts';
import { ratiosOf } from './derived.ts';
import { measuredPoints } from './measured-points.ts';
import { sampleDiscovery, sampleMeasurement, sampleRun } from './sample-run.ts';

const machineOf = (run = sampleRun(), origin: 'measured' | 'recorded' = 'measured') => {
  const machine = machineFromRun(run, origin);
  if (!machine) throw new Error('no machine');
  return machine;
};

describe('This GPU', () => {
  it('has two tiers and a peak with measured ceilings and their intervals; the rest is unknown', () => {
    const machine = machineOf();
    expect(machine).toMatchObject({ id: 'this-gpu', name: 'This GPU', sector: null });
    const [cache, memory] = machine.tiers;
    expect(cache?.readBandwidth?.value).toBeCloseTo(1e11, 0);
    expect(memory?.readBandwidth?.value).toBeCloseTo(1e10, 0);
    expect(memory?.readBandwidth?.provenance).toBe('measured');
    expect(memory?.readBandwidth?.interval?.[0]).toBeCloseTo(1e7 / 1.1e-3, 0);
    expect(memory?.readBandwidth?.interval?.[1]).toBeCloseTo(1e7 / 0.98e-3, 0);
    expect([memory?.capacity, memory?.writeBandwidth, memory?.latency]).toEqual([null, null, null]);
    expect(machine.units[0]?.peaks.f32?.value).toBeCloseTo(1e12, 0);
    expect(Object.keys(machine.units[0]?.peaks ?? {})).toEqual(['f32']);
    expect(machine.subgroupWidth?.value).toBe(32);
  });

  it('has the least cache and tile that the run proves, as derived figures', () => {
    const run = sampleRun();
    const [cache] = machineOf(run).tiers;
    const inCache = run.measurements.find(({ role }) => role === 'cache-bandwidth');
    expect(cache?.capacity).toMatchObject({ value: inCache?.cost.compulsory, provenance: 'derived' });
    expect(machineOf(run).units[0]?.operandStore).toMatchObject({ value: 16_384, provenance: 'derived' });
    const limits = { maxComputeWorkgroupStorageSize: 32_768 };
    const larger = machineOf({ ...run, adapter: { ...run.adapter, limits } });
    expect(larger.units[0]?.operandStore?.value).toBe(32_768);
    const elsewhere = run.measurements.filter(({ role }) => role !== 'cache-bandwidth');
    expect(machineOf({ ...run, measurements: elsewhere }).tiers[0]?.capacity).toBeNull();
  });

  it('is a machine like any other', () => {
    expect(parseMachine(JSON.parse(JSON.stringify(machineOf())))).toMatchObject({ ok: true });
  });

  it('says recorded where the run came from elsewhere', () => {
    const machine = machineOf(sampleRun(), 'recorded');
    expect(machine.tiers[0]?.readBandwidth?.provenance).toBe('recorded');
    expect(machine.units[0]?.peaks.f32?.provenance).toBe('recorded');
    expect(machine.describe).toContain('recorded on 2026-11-21 with acme roadrunner, Chrome 156, Linux');
  });

  it('takes the best of several measurements, and a copy for both directions', () => {
    const copy = sampleMeasurement({
      kernel: 'memory/copy',
      role: 'memory-bandwidth',
      problem: { elements: 1 },
      cost: {
        flop: flops(0),
        requested: bytes(3e7),
        moved: bytes(3e7),
        useful: bytes(3e7),
        tiled: bytes(3e7),
        compulsory: bytes(3e7),
      },
    });
    const machine = machineOf(sampleRun({ measurements: [...sampleRun().measurements, copy] }));
    expect(machine.tiers[1]?.readBandwidth?.value).toBeCloseTo(3e10, 0);
    expect(machine.tiers[1]?.writeBandwidth?.value).toBeCloseTo(3e10, 0);
  });

  it('leaves what a fault kept from being measured unknown, and is none without any ceiling', () => {
    const machine = machineOf(sampleRun({ measurements: sampleRun().measurements.slice(0, 1) }));
    expect(machine.tiers.map(({ readBandwidth }) => readBandwidth)).toEqual([null, null]);
    expect(machineFromRun(sampleRun({ measurements: [sampleMeasurement()] }))).toBeNull();
  });

  it('says that a software adapter says nothing about a GPU', () => {
    const { adapter } = sampleRun();
    expect(machineOf(sampleRun({ adapter: { ...adapter, fallback: true } })).describe).toContain('software adapter');
  });
});

describe('measured points', () => {
  it('leave the points of curves to the lab, and put a cache’s ceiling at the tier that held it', () => {
    const run = sampleRun({ machine: sampleDiscovery() });
    const swept = sampleMeasurement({ id: 'swept', role: 'sweep' });
    const points = measuredPoints({ ...run, measurements: [...run.measurements, swept] }, machineOf(run));
    expect(points.some(({ subject }) => subject === 'swept')).toBe(false);
    const cache = points.filter(({ subject }) => subject.includes('cache-bandwidth'));
    expect(cache.map(({ boundary }) => boundary)).toEqual(['tier-3']);
  });

  const pointsOf = (run = sampleRun()) => measuredPoints(run, machineOf(run));

  it('stand at every boundary with their twin and signed error, x from modelled bytes', () => {
    const points = pointsOf().filter(({ category }) => category === 'matmul');
    expect(points.map(({ boundary }) => boundary)).toEqual(['cache', 'memory']);
    const [cache, memory] = points;
    expect(cache?.intensity).toBeCloseTo(65_536 / 40_000, 10);
    expect(memory?.intensity).toBeCloseTo(65_536 / 14_336, 10);
    expect(cache?.performance).toBeCloseTo(65_536e3, 4);
    // Twin: the slowest of 40,000 B at 100 GB/s, 20,480 B at 10 GB/s and 65,536 FLOP at 1 TFLOP/s.
    expect(cache?.twin?.performance).toBeCloseTo(65_536 / (14_336 / 1e10), -3);
    expect(cache?.twin?.error).toBeCloseTo(1.4336e-6 / 1e-3 - 1, 6);
    expect(cache?.boundBy).toBe('memory');
    expect(cache?.label).toBe('matmul/naive 64×32×16');
    expect(cache?.interval?.[0]).toBeCloseTo(65_536 / 1.1e-3, 3);
    expect(cache?.explanation).toContain('latency or barriers');
  });

  it('puts a ceiling only where it is the ceiling', () => {
    const points = pointsOf();
    const places = (subject: string) =>
      points.filter((point) => point.subject.includes(subject)).map((point) => point.boundary);
    expect(places('cache-bandwidth')).toEqual(['cache']);
    expect(places('memory-bandwidth')).toEqual(['memory']);
    expect(places('compute-peak')).toEqual(['cache', 'memory']);
    expect(points.find((point) => point.subject.includes('memory-bandwidth'))?.ofRoof).toBeCloseTo(1, 6);
    expect(new Set(points.map(({ id }) => id)).size).toBe(points.length);
  });

  it('explains a point above its roof', () => {
    const fast = sampleMeasurement({ median: seconds(1e-6), interval: [seconds(0.9e-6), seconds(1.1e-6)] });
    const run = sampleRun({ measurements: [...sampleRun().measurements.slice(0, 3), fast] });
    const [cache, memory] = pointsOf(run).filter(({ category }) => category === 'matmul');
    expect(memory?.ofRoof).toBeGreaterThan(1);
    expect(memory?.explanation).toContain('Above the Memory roof');
    expect(cache?.ofRoof).toBeLessThan(1);
    expect(cache?.explanation).not.toContain('Above');
  });

  it('makes none of a kernel without arithmetic', () => {
    const { cost } = sampleMeasurement();
    const copy = sampleMeasurement({ kernel: 'memory/copy', cost: { ...cost, flop: flops(0) } });
    expect(pointsOf(sampleRun({ measurements: [...sampleRun().measurements.slice(0, 3), copy] }))).toHaveLength(4);
  });

  it('makes none where the machine knows nothing', () => {
    const machine = machineOf();
    const blank = {
      ...machine,
      tiers: machine.tiers.map((tier) => ({ ...tier, readBandwidth: null })),
      units: machine.units.map((unit) => ({ ...unit, peaks: { f32: null } })),
    };
    expect(measuredPoints(sampleRun(), blank)).toEqual([]);
  });
});

describe('ratios', () => {
  const timed = (kernel: string, time: number, edge = 64) =>
    sampleMeasurement({
      kernel,
      problem: { m: edge, n: edge, k: edge },
      cost: { ...sampleMeasurement().cost, flop: flops(2 * edge ** 3) },
      median: seconds(time),
      interval: [seconds(time * 0.95), seconds(time * 1.05)],
    });

  it('compare the same problem, the best tile with naive, with intervals and a sentence', () => {
    const measurements = [
      timed('matmul/naive', 1e-3),
      timed('matmul/strided', 4e-3),
      timed('matmul/tiled-8', 0.6e-3),
      timed('matmul/tiled-16', 0.5e-3),
    ];
    const [coalescing, tiling] = ratiosOf(sampleRun({ measurements }));
    expect(coalescing?.value).toBeCloseTo(4, 10);
    expect(coalescing?.sentence).toBe('Coalesced access is 4× as fast as strided access.');
    expect(tiling).toMatchObject({ numerator: 'matmul/tiled-16', denominator: 'matmul/naive' });
    expect(tiling?.value).toBeCloseTo(2, 10);
    expect(tiling?.interval[0]).toBeCloseTo(1.9 / 1.05, 10);
    expect(tiling?.interval[1]).toBeCloseTo(2.1 / 0.95, 10);
  });

  it('say when there is nothing to tell, and why tiles may lose', () => {
    const run = (time: number, fallback: boolean) =>
      sampleRun({
        adapter: { ...sampleRun().adapter, fallback },
        measurements: [timed('matmul/naive', 1e-3), timed('matmul/tiled-16', time)],
      });
    expect(ratiosOf(run(1.01e-3, false))[0]?.sentence).toContain('the same time');
    expect(ratiosOf(run(2e-3, false))[0]?.sentence).toContain('slower than the naive kernel here (0.5× as fast)');
    expect(ratiosOf(run(2e-3, true))[0]?.sentence).toContain('software adapter');
  });

  it('compare nothing that was measured on different problems, and take the largest', () => {
    expect(
      ratiosOf(sampleRun({ measurements: [timed('matmul/naive', 1e-3, 64), timed('matmul/strided', 1e-3, 32)] })),
    ).toEqual([]);
    const measurements = [
      timed('matmul/naive', 1e-3, 64),
      timed('matmul/strided', 9e-3, 64),
      timed('matmul/naive', 1e-2, 128),
      timed('matmul/strided', 3e-2, 128),
    ];
    expect(ratiosOf(sampleRun({ measurements }))[0]?.value).toBeCloseTo(3, 10);
  });
});
