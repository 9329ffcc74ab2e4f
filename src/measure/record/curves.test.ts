import { describe, expect, it } from 'vitest';
import { bytes, seconds } from '#core/units.ts';
import { latencyCurve, workingSetCurve } from './curves.ts';
import { sampleMeasurement, sampleRun } from './sample-run.ts';

const { cost } = sampleMeasurement();
const point = (kernel: string, problem: Record<string, number>, over = {}) =>
  sampleMeasurement({ kernel, problem, role: 'sweep', ...over });

describe('curves of a run', () => {
  it('have seconds a hop by working set, from the fastest pass', () => {
    const samples = [3e-3, 2e-3, 4e-3].map(seconds);
    const chase = (size: number, hops: number) =>
      point(
        'latency/chase',
        { bytes: size, hops },
        { samples, median: seconds(3e-3), interval: [seconds(2e-3), seconds(4e-3)] },
      );
    const run = sampleRun({ measurements: [chase(8192, 1000), chase(4096, 2000), chase(1024, 0)] });
    const { kind, points } = latencyCurve(run);
    expect(kind).toBe('latency');
    expect(points.map(({ size }) => size)).toEqual([4096, 8192]);
    expect(points[1]).toMatchObject({ value: 2e-6, interval: [2e-6, 4e-6] });
    expect(run.measurements.map(({ id }) => id)).toContain(points[1]?.measurement);
  });

  it('take the median where a file left the samples out', () => {
    const bare = point('latency/chase', { bytes: 4096, hops: 10 }, { samples: [] });
    expect(latencyCurve(sampleRun({ measurements: [bare] })).points[0]?.value).toBeCloseTo(1e-4, 12);
  });

  it('have bytes a second by working set, the set of all workgroups or that of one, the later of two', () => {
    const set = (kernel: string, requested: number, note = '') =>
      point(kernel, { bytes: 4096, rounds: 3 }, { id: kernel + note, cost: { ...cost, requested: bytes(requested) } });
    const measurements = [
      set('memory/shared-set', 1e6),
      set('memory/private-set', 3e6),
      set('memory/shared-set', 2e6, ' again'),
    ];
    const run = sampleRun({ measurements });
    const [shared, ...others] = workingSetCurve(run, 'shared').points;
    expect(others).toEqual([]);
    expect(shared).toMatchObject({ size: 4096, measurement: 'memory/shared-set again' });
    expect(shared?.value).toBeCloseTo(2e9, 0);
    expect(shared?.interval[0]).toBeCloseTo(2e6 / 1.1e-3, 0);
    expect(shared?.interval[1]).toBeCloseTo(2e6 / 0.98e-3, 0);
    expect(workingSetCurve(run, 'private').points.map(({ value }) => Math.round(value))).toEqual([3e9]);
    expect(workingSetCurve(sampleRun(), 'private').points).toEqual([]);
  });
});
