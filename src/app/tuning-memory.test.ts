import { describe, expect, it } from 'vitest';
import { flops, seconds } from '#core/units.ts';
import { measurementId } from '#measure/record/measurement-id.ts';
import type { Run } from '#measure/record/record.ts';
import { sampleMeasurement, sampleRun } from '#measure/record/sample-run.ts';
import { NOTHING_TUNED } from '#measure/record/tuning/memory.ts';
import { safeStorage } from '#state/storage.ts';
import { createDocumentStore } from '#state/store.ts';
import { createTuningMemory, noteTunings } from './tuning-memory.ts';

const kernel = 'matmul/tuned-direct-8x8';
const problem = { m: 64, n: 64, k: 64, across: 8, down: 4 };
const point = sampleMeasurement({
  id: measurementId({ kernel, problem, role: 'point' }),
  kernel,
  problem,
  role: 'point',
  cost: { ...sampleMeasurement().cost, flop: flops(2 * 64 ** 3) },
  median: seconds(1e-4),
  interval: [seconds(1e-4), seconds(1e-4)],
});
const run: Run = { ...sampleRun(), measurements: [point] };

const working = () => {
  const values = new Map<string, string>();
  return {
    values,
    storage: safeStorage(() => ({
      getItem: (key: string) => values.get(key) ?? null,
      setItem: (key: string, value: string) => void values.set(key, value),
    })),
  };
};

describe('what was tuned', () => {
  it('is there in a later visit, until it is forgotten', () => {
    const { storage } = working();
    const first = createTuningMemory(storage);
    expect(first.tunedAt(run.adapter)).toBeNull();
    first.note(run);
    const later = createTuningMemory(storage);
    expect(later.tunedAt(run.adapter)).toBe(run.startedAt);
    expect(later.get().adapters[0]?.sizes[0]?.choices).toMatchObject([{ kernel, across: 8, down: 4 }]);
    later.forget(run.adapter);
    expect(createTuningMemory(storage).tunedAt(run.adapter)).toBeNull();
  });
  it('lasts for the visit where nothing may be stored', () => {
    const memory = createTuningMemory(
      safeStorage(() => {
        throw new Error('a sandboxed frame');
      }),
    );
    memory.note(run);
    expect(memory.tunedAt(run.adapter)).toBe(run.startedAt);
  });
  it('is nothing where the storage holds something else, and a run without a search writes nothing', () => {
    const { values, storage } = working();
    values.set('ridgepoint.tuning', '{"version":1,"adapters":"all"}');
    const memory = createTuningMemory(storage);
    expect(memory.get()).toEqual(NOTHING_TUNED);
    memory.note(sampleRun());
    expect(values.get('ridgepoint.tuning')).toBe('{"version":1,"adapters":"all"}');
  });
});

it('takes in a live run when it has ended, and no recorded one', () => {
  const store = createDocumentStore({});
  const memory = createTuningMemory(working().storage);
  noteTunings(store, memory);
  store.actions.addRun({ ...run, id: 'recorded' }, 'recorded');
  expect(memory.tunedAt(run.adapter)).toBeNull();
  store.actions.startMeasuring();
  store.actions.putLiveRun(run);
  expect(memory.tunedAt(run.adapter)).toBeNull();
  store.actions.finishMeasuring(run);
  expect(memory.tunedAt(run.adapter)).toBe(run.startedAt);
});
