import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { flops, seconds } from '#core/units.ts';
import type { Analysis } from '#model/analysis/analysis.ts';
import { analyze } from '#model/analysis/analyze.ts';
import { raspberryPi5 } from '#model/machine/presets/raspberry-pi-5.ts';
import type { Stack } from '#model/workload/layer.ts';
import { linear, relu, repeat } from '#model/workload/presets/parts.ts';
import { resolveStack } from '#model/workload/resolve.ts';
import type { Run, StackRun } from '../record.ts';
import { sampleMeasurement, sampleRun } from '../sample-run.ts';
import { compareStack } from './compare.ts';

const stack: Stack = {
  id: 'hand-made',
  name: 'Hand-made',
  input: { shape: [8] },
  layers: [linear('first', 16), relu('relu'), repeat('block', 3, [linear('inner', 16)]), linear('last', 4)],
};

/** Milliseconds by path in place of modelled times. */
function analysisOf(times: Readonly<Record<string, number>>): Analysis {
  const settings = { batch: 1, format: 'f32', overlap: 'double-buffered', residency: 'cold' } as const;
  const analysis = unwrap(analyze(unwrap(resolveStack(stack, 1)), raspberryPi5, settings));
  const layers = analysis.layers.map((one) => ({ ...one, time: seconds((times[one.layer.path] ?? 0) / 1e3) }));
  const time = seconds(layers.reduce((sum, one) => sum + one.time * one.layer.times, 0));
  return { ...analysis, layers, totals: { ...analysis.totals, time } };
}
const analysis = analysisOf({ first: 4, relu: 1, 'block/inner': 2, last: 1 });

const measured = (kernel: string, milliseconds: number) =>
  sampleMeasurement({
    kernel,
    role: 'layer',
    median: seconds(milliseconds / 1e3),
    interval: [seconds((0.9 * milliseconds) / 1e3), seconds((1.2 * milliseconds) / 1e3)],
  });

type Step = StackRun['steps'][number];
const FLOP: Readonly<Record<string, number>> = { first: 256, relu: 16, 'block/inner': 512, last: 128 };
const step = (measurement: string, times: number, ...layers: string[]): Step => ({
  layers,
  times,
  flop: layers.reduce((sum, layer) => sum + (FLOP[layer] ?? 0), 0),
  measurement,
});

function runOf(
  steps: readonly (readonly [kernel: string, milliseconds: number, times: number, ...layers: string[]])[],
) {
  const measurements = steps.map(([kernel, milliseconds]) => measured(kernel, milliseconds));
  return (over: Partial<StackRun> = {}): Run =>
    sampleRun({
      measurements,
      stack: {
        stack: 'hand-made',
        name: 'Hand-made',
        batch: 1,
        fused: false,
        steps: steps.map(([, , times, ...layers], index) => step(measurements[index]?.id ?? '', times, ...layers)),
        skipped: [],
        whole: null,
        ...over,
      },
    });
}
const plain = runOf([
  ['matmul/linear', 5, 1, 'first'],
  ['elementwise/activation', 4, 1, 'relu'],
  ['matmul/small', 2.5, 3, 'block/inner'],
  ['matvec/f32', 0.5, 1, 'last'],
]);

describe('a stack that ran beside its analysis', () => {
  it('has the errors, totals and order that a person works out by hand', () => {
    const found = unwrap(compareStack(plain(), analysis));
    const errors = found.rows.map(({ error }) => error);
    [-0.2, -0.75, -0.2, 1].forEach((error, index) => {
      expect(errors[index]).toBeCloseTo(error, 12);
    });
    expect(found.meanError).toBeCloseTo((0.2 + 0.75 + 0.2 + 1) / 4, 12);
    // 4 + 1 + 3 · 2 + 1 against 5 + 4 + 3 · 2.5 + 0.5 ms.
    expect(found.totals?.predicted).toBeCloseTo(0.012, 12);
    expect(found.totals?.measured).toBeCloseTo(0.017, 12);
    expect(found.totals?.error).toBeCloseTo(12 / 17 - 1, 12);
    // Predicted 4, 1, 2, 1 and measured 5, 4, 2.5, 0.5: one pair ties, one of the other five goes the other way.
    expect(found.tau).toBeCloseTo((4 - 1) / Math.sqrt(5 * 6), 12);
    expect(found.coverage).toEqual({ time: 1, flop: 1 });
    expect(found.skipped).toEqual([]);
    expect(found.rows[2]).toMatchObject({ times: 3, family: 'matmul' });
    expect(found.rows[0]?.interval[1]).toBeCloseTo(0.006, 12);
  });

  it('counts layers of one step as one, and shares its time by their predictions', () => {
    const fused = runOf([
      ['matmul/linear', 10, 1, 'first', 'relu'],
      ['matmul/small', 2, 3, 'block/inner'],
    ]);
    const found = unwrap(compareStack(fused({ fused: true }), analysis));
    expect(found.rows).toHaveLength(2);
    expect(found.rows[0]?.error).toBeCloseTo(-0.5, 12);
    expect(found.rows[0]?.layers.map(({ layer, measured: time }) => [layer, Math.round(time * 1e6)])).toEqual([
      ['first', 8000],
      ['relu', 2000],
    ]);
    expect(found.coverage.time).toBeCloseTo(11 / 12, 12);
    expect(found.coverage.flop).toBeCloseTo((256 + 16 + 3 * 512) / (256 + 16 + 3 * 512 + 128), 12);
    expect(found.skipped).toEqual([{ layer: 'last', reason: 'It was not measured.' }]);
  });

  it('adds up the steps of one layer', () => {
    const several = runOf([
      ['attention/scores', 1, 1, 'first'],
      ['attention/values', 3, 1, 'first'],
      ['matmul/small', 2, 3, 'block/inner'],
    ]);
    const [row] = unwrap(compareStack(several(), analysis)).rows;
    expect(row?.measured).toBeCloseTo(0.004, 12);
    expect(row?.error).toBeCloseTo(0, 12);
    expect(row?.family).toBe('attention');
  });

  it('says why a layer is missing, and how much of the model that leaves', () => {
    const one = runOf([['matmul/linear', 5, 1, 'first']]);
    const skipped = [{ layer: 'last', reason: 'Too large.' }];
    const found = unwrap(compareStack(one({ skipped }), analysis));
    expect(found.skipped.find(({ layer }) => layer === 'last')?.reason).toBe('Too large.');
    expect(found.coverage.time).toBeCloseTo(4 / 12, 12);
    // One layer has no order, and its error is no mean.
    expect([found.meanError, found.tau]).toEqual([null, null]);
  });

  it('sets the whole beside the whole prediction', () => {
    const whole = {
      samples: [seconds(0.02)],
      median: seconds(0.02),
      interval: [seconds(0.02), seconds(0.02)],
    } as const;
    const found = unwrap(compareStack(plain({ whole }), analysis));
    expect(found.whole?.error).toBeCloseTo(12 / 20 - 1, 12);
  });

  it('has nothing to say of nothing', () => {
    const found = unwrap(compareStack(runOf([])(), analysis));
    expect(found).toMatchObject({ rows: [], totals: null, meanError: null, tau: null, coverage: { time: 0, flop: 0 } });
  });

  it('refuses another stack, and a run without one', () => {
    const other = {
      ...analysis,
      layers: analysis.layers.map((one) => ({ ...one, layer: { ...one.layer, flop: one.layer.flop + flops(1) } })),
    };
    expect(compareStack(plain(), other)).toMatchObject({ ok: false, error: expect.stringContaining('another stack') });
    const missing = runOf([['matmul/linear', 5, 1, 'gone']]);
    expect(compareStack(missing(), analysis)).toMatchObject({ ok: false });
    const oftener = runOf([['matmul/linear', 5, 2, 'first']]);
    expect(compareStack(oftener(), analysis)).toMatchObject({ ok: false });
    expect(compareStack(sampleRun(), analysis)).toEqual({ ok: false, error: 'This run holds no stack.' });
    const unmeasured = { ...plain(), measurements: [] };
    expect(compareStack(unmeasured, analysis)).toMatchObject({ ok: false });
  });
});
