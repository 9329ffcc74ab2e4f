import { describe, expect, it } from 'vitest';
import { bytes, flops, seconds } from '#core/units.ts';
import { parseMachine } from '#model/machine/machine-schema.ts';
import { machineFromRun } from './calibration.ts';
import { measuredPoints } from './measured-points.ts';
import { sampleChase, sampleDiscovery, sampleMeasurement, sampleRun } from './sample-run.ts';
import { runFromSummary, summarise } from './summary.ts';

const machineOf = (run: ReturnType<typeof sampleRun>) => {
  const machine = machineFromRun(run);
  if (!machine) throw new Error('no machine');
  return machine;
};

describe('This GPU, its tiers discovered', () => {
  const discovered = (over: Parameters<typeof sampleRun>[0] = {}) => sampleRun({ machine: sampleDiscovery(), ...over });
  const stream = (kernel: string, role: 'cache-bandwidth' | 'memory-bandwidth', size: number, time: number) =>
    sampleMeasurement({
      kernel,
      role,
      problem: { elements: size / 4 },
      cost: { ...sampleMeasurement().cost, flop: flops(0), moved: bytes(size), compulsory: bytes(size) },
      median: seconds(time),
      interval: [seconds(time), seconds(time)],
    });

  it('has the tiers found, with their capacities, latencies and intervals; the last is where tensors live', () => {
    const machine = machineOf(discovered());
    expect(machine.tiers.map(({ id, name, role }) => [id, name, role])).toEqual([
      ['tier-1', 'L1', 'cache'],
      ['tier-2', 'L2', 'cache'],
      ['tier-3', 'Memory', 'store'],
    ]);
    expect(machine.tiers.map(({ capacity }) => capacity?.value ?? null)).toEqual([32_768, 4_194_304, null]);
    expect(machine.tiers[1]?.latency).toMatchObject({ value: 6e-9, provenance: 'measured' });
    expect(machine.tiers[1]?.latency?.interval?.[0]).toBeCloseTo(5.4e-9, 15);
    expect(machine.units[0]).toMatchObject({ id: 'gpu', tier: 'tier-1' });
    expect(parseMachine(JSON.parse(JSON.stringify(machine)))).toMatchObject({ ok: true });
  });

  it('takes ceilings where they were measured: a stream for memory, a faster read for the cache that held it', () => {
    const measurements = [
      stream('memory/read', 'cache-bandwidth', 16_384, 16_384 / 5e11),
      stream('memory/read', 'cache-bandwidth', 65_536, 65_536 / 5e10),
      stream('memory/copy', 'memory-bandwidth', 1e8, 1e8 / 7e9),
    ];
    const { tiers } = machineOf(discovered({ measurements }));
    expect(tiers.map(({ readBandwidth }) => Number(readBandwidth?.value.toPrecision(6)))).toEqual([5e11, 1e11, 7e9]);
    expect(tiers.map(({ writeBandwidth }) => writeBandwidth && Number(writeBandwidth.value.toPrecision(6)))).toEqual([
      null,
      null,
      7e9,
    ]);
  });

  it('has no tier slower than one behind it: what comes from there passes through it', () => {
    const { tiers } = machineOf(
      discovered({ measurements: [stream('memory/read', 'memory-bandwidth', 1e8, 1e8 / 2e11)] }),
    );
    const [, near, memory] = tiers;
    expect(memory?.readBandwidth?.value).toBeCloseTo(2e11, -3);
    expect(near?.readBandwidth).toMatchObject({ value: memory?.readBandwidth?.value, provenance: 'derived' });
    expect(near?.readBandwidth?.source).toContain('Memory');
    const falling = tiers.map(({ readBandwidth }) => readBandwidth?.value ?? 0);
    expect(falling).toEqual(falling.toSorted((one, other) => other - one));
  });

  it('is one store where one tier was found', () => {
    const [, , last] = sampleDiscovery().tiers;
    if (!last) throw new Error('no tier');
    const machine = machineOf(
      discovered({ machine: { ...sampleDiscovery(), tiers: [{ ...last, id: 'tier-1', name: 'Only tier' }] } }),
    );
    expect(machine.tiers.map(({ id, role, capacity }) => [id, role, capacity])).toEqual([['tier-1', 'store', null]]);
    expect(parseMachine(JSON.parse(JSON.stringify(machine)))).toMatchObject({ ok: true });
    expect(measuredPoints(sampleRun(), machine).length).toBeGreaterThan(0);
  });

  it('ends its tiers where a person says, if the run has the curves, else where it came with them', () => {
    const run = discovered({ measurements: [...sampleRun().measurements, ...sampleChase()] });
    const ends = (boundaries: readonly number[], of = run) =>
      machineFromRun(of, 'measured', boundaries)?.tiers.map(({ capacity }) => capacity?.value ?? null);
    expect(ends([])).toEqual([32_768, 4_194_304, null]);
    expect(ends([50_000])).toEqual([50_000, null]);
    expect(ends([50_000], discovered())).toEqual([32_768, 4_194_304, null]);
    const moved = machineFromRun(run, 'recorded', [40_000, 5_000_000]);
    expect(moved?.tiers[0]?.capacity).toEqual({ value: 40_000, provenance: 'derived', source: 'boundary set by hand' });
    expect(moved?.tiers[1]?.latency?.value).toBeCloseTo(6e-9, 10);
    expect(moved?.tiers[1]?.latency?.source).toContain('set by hand');
  });

  it('is recorded for the reader of a link', () => {
    const machine = machineFromRun(runFromSummary(summarise(discovered())), 'recorded');
    expect(machine?.tiers.map(({ name }) => name)).toEqual(['L1', 'L2', 'Memory']);
    expect(machine?.tiers[0]?.latency?.provenance).toBe('recorded');
    expect(machineFromRun(discovered(), 'recorded')?.tiers[0]?.capacity?.provenance).toBe('recorded');
  });

  it('knows peaks by format and unit, what a launch costs, and that a processor is none of a GPU', () => {
    const peak = (kernel: string, flop: number) =>
      sampleMeasurement({ kernel, role: 'compute-peak', cost: { ...sampleMeasurement().cost, flop: flops(flop) } });
    const dispatch = sampleMeasurement({ kernel: 'overhead/dispatch', role: 'sweep', median: seconds(5e-6) });
    const run = discovered({
      measurements: [
        peak('compute/fma', 1e9),
        peak('compute/fma-f16', 2e9),
        peak('compute/dot-int8', 8e9),
        peak('compute/subgroup-matrix', 3e9),
        peak('compute/subgroup-matrix-f16', 9e9),
        dispatch,
      ],
    });
    const [shaders, matrix] = machineOf(run).units;
    const { peaks } = shaders ?? {};
    const values = [peaks?.f32, peaks?.f16, peaks?.int8].map((figure) => Math.round(figure?.value ?? 0));
    expect(values).toEqual([1e12, 2e12, 8e12]);
    expect(shaders?.launchOverhead).toMatchObject({ value: 5e-6, provenance: 'measured' });
    expect(matrix).toMatchObject({ id: 'matrix', name: 'Matrix units' });
    expect(Math.round(matrix?.peaks.f32?.value ?? 0)).toBe(3e12);
    expect(Math.round(matrix?.peaks.f16?.value ?? 0)).toBe(9e12);
    expect(machineOf(discovered()).units).toHaveLength(1);
    expect(machineOf({ ...run, engine: 'cpu' }).name).toBe('This processor');
    const points = measuredPoints(run, machineOf(run)).filter(({ boundary }) => boundary === 'tier-1');
    expect(points.map(({ subject }) => subject.split(' ')[0])).toEqual([
      'compute/fma',
      'compute/fma-f16',
      'compute/dot-int8',
      'compute/subgroup-matrix',
      'compute/subgroup-matrix-f16',
    ]);
    for (const { ofRoof } of points) expect(ofRoof).toBeLessThanOrEqual(1.0001);
  });
});
