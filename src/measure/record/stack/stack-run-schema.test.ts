import { describe, expect, it } from 'vitest';
import { seconds } from '#core/units.ts';
import { runToJson } from '../export.ts';
import type { Run, StackRun } from '../record.ts';
import { parseRun, parseRunText } from '../run-schema.ts';
import { sampleMeasurement, sampleRun } from '../sample-run.ts';
import { runFromSummary, summarise } from '../summary.ts';

const geometry = Object.fromEntries(
  Array.from({ length: 17 }, (_, index) => [`sizeOfWindows${index}`, 12_345_678 + index]),
);
const convolution = sampleMeasurement({ kernel: 'convolution/direct-nchw', problem: geometry, role: 'layer' });
const product = sampleMeasurement({ kernel: 'matmul/linear', role: 'layer' });

const stack: StackRun = {
  stack: 'small',
  name: 'Small',
  batch: 2,
  fused: true,
  steps: [
    { layers: ['conv', 'block/relu'], times: 1, flop: 4096, measurement: convolution.id },
    { layers: ['fc'], times: 3, flop: 512, measurement: product.id },
  ],
  skipped: [],
  whole: { samples: [1, 2, 3].map(seconds), median: seconds(2), interval: [seconds(1), seconds(3)] },
};
const run = (over: Partial<StackRun> = {}): Run => {
  const sample = sampleRun();
  return { ...sample, measurements: [...sample.measurements, convolution, product], stack: { ...stack, ...over } };
};
const faultOf = (value: Run) => {
  const parsed = parseRun(JSON.parse(runToJson(value)));
  return parsed.ok ? null : parsed.error;
};

describe('a run with a stack', () => {
  it('is read as it was written', () => {
    expect(parseRunText(runToJson(run()))).toEqual({ ok: true, value: run() });
    const without = run({ whole: null, skipped: [{ layer: 'other', reason: 'Too large.' }] });
    expect(parseRunText(runToJson(without))).toEqual({ ok: true, value: without });
  });

  it.each<[field: string, over: Partial<StackRun>]>([
    ['stack.steps[0].layers', { steps: [{ layers: [], times: 1, flop: 1, measurement: product.id }] }],
    ['stack.steps[0].layers', { steps: [{ layers: ['a', 'a'], times: 1, flop: 1, measurement: product.id }] }],
    ['stack.steps[0].layers[0]', { steps: [{ layers: [''], times: 1, flop: 1, measurement: product.id }] }],
    ['stack.steps[0].times', { steps: [{ layers: ['a'], times: 0, flop: 1, measurement: product.id }] }],
    ['stack.steps[0].flop', { steps: [{ layers: ['a'], times: 1, flop: -1, measurement: product.id }] }],
    ['stack', { steps: [{ layers: ['a'], times: 1, flop: 1, measurement: 'matmul/gone · 1' }] }],
    // A measurement, and not one of a layer.
    ['stack', { steps: [{ layers: ['a'], times: 1, flop: 1, measurement: sampleMeasurement().id }] }],
    ['stack.skipped', { skipped: [{ layer: 'fc', reason: 'Too large.' }], whole: null }],
    ['stack.whole', { skipped: [{ layer: 'other', reason: 'Too large.' }] }],
    [
      'stack.whole.median',
      { whole: { samples: [seconds(5)], median: seconds(2), interval: [seconds(1), seconds(3)] } },
    ],
    ['stack.whole', { whole: { samples: [seconds(2)], median: seconds(2), interval: [seconds(3), seconds(4)] } }],
    ['stack.whole.samples', { whole: { samples: [], median: seconds(2), interval: [seconds(1), seconds(3)] } }],
    ['stack.batch', { batch: 0 }],
    ['stack.stack', { stack: 'x'.repeat(300) }],
  ])('is refused where %s is wrong', (field, over) => {
    expect(faultOf(run(over))?.field).toBe(field);
  });

  it('keeps neither its stack nor its layers in a link, which says nothing of them', () => {
    const linked = runFromSummary(summarise(run()));
    expect(linked.stack).toBeUndefined();
    expect(linked.measurements.some(({ role }) => role === 'layer')).toBe(false);
  });
});
