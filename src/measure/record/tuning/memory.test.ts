import { describe, expect, it } from 'vitest';
import { flops, seconds } from '#core/units.ts';
import { measurementId } from '../measurement-id.ts';
import type { Measurement, Run } from '../record.ts';
import { sampleMeasurement, sampleRun } from '../sample-run.ts';
import type { Choice } from './choice.ts';
import { adapterKey, forgetTuning, NOTHING_TUNED, parseTuning, rememberTuning, tunedChoices } from './memory.ts';

const quad: Choice = { kernel: 'matmul/tuned-quad-16x8', across: 4, down: 1 };
const staged: Choice = { kernel: 'matmul/tuned-staged-4x4', across: 8, down: 8, depth: 16 };

function tried({ kernel, ...parameters }: Choice, edge: number, time: number, role: Measurement['role']): Measurement {
  const problem = { m: edge, n: edge, k: edge, ...parameters };
  const cost = { ...sampleMeasurement().cost, flop: flops(2 * edge ** 3) };
  const at = seconds(time);
  const id = measurementId({ kernel, problem, role });
  return sampleMeasurement({ id, kernel, problem, role, cost, samples: [at, at, at], median: at, interval: [at, at] });
}
const runOf = (measurements: readonly Measurement[], over: Partial<Run> = {}): Run => ({
  ...sampleRun(),
  measurements,
  ...over,
});
const search = runOf([
  tried(quad, 64, 1e-4, 'sweep'),
  tried(staged, 64, 5e-5, 'sweep'),
  tried(quad, 256, 1e-3, 'sweep'),
  tried(staged, 256, 2e-3, 'sweep'),
  tried(quad, 256, 3e-3, 'point'),
  tried(staged, 256, 2.5e-3, 'point'),
]);
const { adapter } = search;
const cube = (edge: number) => ({ m: edge, n: edge, k: edge });

describe('what was tuned', () => {
  const tuning = rememberTuning(NOTHING_TUNED, search);
  it('is what the last, longer trials say, best first, through the storage and back', () => {
    const found = tunedChoices(parseTuning(JSON.stringify(tuning)), adapter, cube(256));
    expect(found.map(({ kernel, depth }) => [kernel, depth])).toEqual([
      [staged.kernel, 16],
      [quad.kernel, undefined],
    ]);
    expect(found[0]?.rate).toBe((2 * 256 ** 3) / 2.5e-3);
  });
  it('is kept by the adapter, and the nearest size answers', () => {
    const other = { ...adapter, device: 'another' };
    expect(tunedChoices(tuning, other, cube(256))).toEqual([]);
    const both = rememberTuning(tuning, runOf([tried(quad, 2048, 1e-3, 'point')]));
    expect(tunedChoices(both, adapter, cube(1500))[0]?.kernel).toBe(quad.kernel);
    expect(tunedChoices(both, adapter, { m: 64, n: 512, k: 300 })[0]?.kernel).toBe(staged.kernel);
  });
  it('makes way for a new search of the same size, and can be forgotten', () => {
    const again = rememberTuning(tuning, runOf([tried(quad, 256, 1e-4, 'point')]));
    expect(again.adapters).toHaveLength(1);
    expect(tunedChoices(again, adapter, cube(256)).map(({ kernel }) => kernel)).toEqual([quad.kernel]);
    expect(forgetTuning(again, adapter)).toEqual(NOTHING_TUNED);
  });
  it('is nothing where the run settled nothing, or ran on the processor', () => {
    expect(rememberTuning(tuning, runOf(search.measurements.slice(0, 4)))).toBe(tuning);
    expect(rememberTuning(tuning, { ...search, engine: 'cpu' })).toBe(tuning);
    expect(rememberTuning(tuning, runOf([sampleMeasurement()]))).toBe(tuning);
  });
  it('stays small, however many adapters there were', () => {
    let many = NOTHING_TUNED;
    for (let i = 0; i < 20; i++) many = rememberTuning(many, { ...search, adapter: { ...adapter, device: `${i}` } });
    expect(many.adapters).toHaveLength(8);
    expect(many.adapters[0]?.adapter).toContain('19');
  });
});

it('tells adapters apart', () => {
  expect(adapterKey(adapter)).not.toBe(adapterKey({ ...adapter, fallback: !adapter.fallback }));
});

const good = rememberTuning(NOTHING_TUNED, search);
const [entry] = good.adapters;
const [settled] = entry?.sizes ?? [];
const [choice] = settled?.choices ?? [];
const withChoice = (over: object) => ({
  ...good,
  adapters: [{ ...entry, sizes: [{ ...settled, choices: [{ ...choice, ...over }] }] }],
});
it.each([
  ['no JSON', 'not JSON'],
  ['null', 'null'],
  ['another version', JSON.stringify({ ...good, version: 2 })],
  ['a list of a billion', JSON.stringify({ ...good, adapters: { length: 1e9 } })],
  ['a kernel that is none', JSON.stringify(withChoice({ kernel: 'matmul/tuned-quad-16x8<script>' }))],
  ['no workgroup', JSON.stringify(withChoice({ across: 0 }))],
  ['half a workgroup', JSON.stringify(withChoice({ down: 1.5 }))],
  ['an endless rate', JSON.stringify(withChoice({ rate: 1 })).replace('"rate":1', '"rate":1e999')],
  [
    'too many choices',
    JSON.stringify({ ...good, adapters: [{ ...entry, sizes: [{ ...settled, choices: Array(9).fill(choice) }] }] }),
  ],
])('what a storage holds that is no tuning counts as nothing: %s', (_, stored) => {
  expect(parseTuning(stored)).toEqual(NOTHING_TUNED);
  expect(parseTuning(JSON.stringify(withChoice({}))).adapters).toHaveLength(1);
});
