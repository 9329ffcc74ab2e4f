import { describe, expect, it } from 'vitest';
import { seconds } from '#core/units.ts';
import type { Run } from '#measure/record/record.ts';
import { sampleMeasurement, sampleRun } from '#measure/record/sample-run.ts';
import { repeatability, repeatedFigures, variationOf } from './repeatability.ts';

/** A run with one matmul on matrices of this edge, of so many seconds. */
const run = (time: number, edge = 64): Run =>
  sampleRun({
    measurements: [
      sampleMeasurement({ problem: { m: edge, n: edge, k: edge }, median: seconds(time) }),
      sampleMeasurement({ kernel: 'compute/fma', problem: { iterations: 512 }, median: seconds(2) }),
    ],
  });

describe('repeatability', () => {
  it('is the sample standard deviation over the mean', () => {
    expect(variationOf([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7) / 5, 12);
    expect(variationOf([3, 3, 3])).toBe(0);
  });

  it('is told for each kernel on each problem, with the clock', () => {
    const found = repeatedFigures([run(0.9), run(1), run(1.1)]);
    expect(found).toHaveLength(2);
    expect(found[0]).toMatchObject({ seconds: [0.9, 1, 1.1], clock: { kind: 'timestamp-query' } });
    expect(found[0]?.variation).toBeCloseTo(0.1, 12);
    expect(found[1]?.variation).toBe(0);
  });

  it('does not mix problems of other sizes, and judges none of a few runs', () => {
    const found = repeatability('quick', [run(0.9), run(1), run(1.1), run(50, 128)]);
    expect(found.figures).toHaveLength(1);
    expect(found.figures[0]).toMatchObject({ worst: expect.closeTo(10, 9), median: expect.closeTo(5, 9) });
    expect(found.notes?.join(' ')).toContain('2 of 3 figures are not in all runs');
    expect(found.notes?.join(' ')).toMatch(/timestamp queries, step 65\.5.µs\. Worst: matmul\/naive · m=64/);
  });

  it('says so where there are too few runs', () => {
    expect(repeatability('quick', [run(1), run(2)]).figures).toEqual([
      { name: 'quick', absent: 'not measured: too few runs' },
    ]);
  });
});
