import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { err, ok, type Result, unwrap } from '#core/result.ts';
import { kernelById } from '#measure/kernels/catalogue.ts';
import { editedKernel } from '#measure/kernels/edited.ts';
import { openEdited } from '#measure/lab/edited-runner.ts';
import { kernelOf } from '#measure/lab/plan.ts';
import { cancelled, type Fault } from '#measure/record/fault.ts';
import { measurementId } from '#measure/record/measurement-id.ts';
import type { Measurement } from '#measure/record/record.ts';
import { sampleMeasurement, sampleRun } from '#measure/record/sample-run.ts';
import type { MeasureRequest, Runner } from '#measure/runner.ts';
import { createDocumentStore } from '#state/store.ts';
import { type Engine, engine as realEngine } from './engine.ts';
import { createMeasuring } from './measuring.ts';
import type { SavedRuns } from './saved-runs.ts';

/** An engine without a GPU: each measurement is there at once, or is the fault that it is told to meet. */
function fakeEngine(fault: (count: number) => Fault | null = () => null, openFault: Fault | null = null) {
  let count = 0;
  const close = vi.fn();
  const runner: Runner = {
    engine: 'webgpu',
    environment: 'a fake',
    adapter: sampleRun().adapter,
    clock: sampleMeasurement().clock,
    kernel: kernelById,
    prepare: () => Promise.resolve(ok(undefined)),
    measure: ({ kernel, problem, role }: MeasureRequest, signal): Promise<Result<Measurement, Fault>> => {
      const met = signal.aborted ? cancelled() : fault(++count);
      if (met) return Promise.resolve(err(met));
      const id = measurementId({ kernel: kernel.id, problem, role });
      return Promise.resolve(ok(sampleMeasurement({ id, kernel: kernel.id, problem, role })));
    },
    close,
  };
  const open = vi.fn(async () => (openFault ? err(openFault) : ok(runner)));
  const engine: Engine = { ...realEngine, open: { webgpu: open, cpu: open } };
  return { engine, open, close };
}

function start(engine: Engine, saved?: SavedRuns) {
  const store = createDocumentStore();
  const measuring = createMeasuring(store, async () => engine, saved);
  const over = () => vi.waitFor(() => expect(store.getState().phase).not.toBe('measuring'));
  return { store, measuring, over };
}

beforeEach(() => vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(() => vi.restoreAllMocks());

describe('createMeasuring', () => {
  it('goes from idle to done with one run, and closes the device', async () => {
    const { engine, close } = fakeEngine();
    const { store, measuring, over } = start(engine);
    expect(store.getState().phase).toBe('idle');
    measuring.quick('webgpu');
    measuring.quick('webgpu');
    expect(store.getState().phase).toBe('measuring');
    await over();
    const { phase, runs } = store.getState();
    expect(phase).toBe('done');
    expect(runs).toHaveLength(1);
    expect(runs[0]?.origin).toBe('live');
    expect(runs[0]?.run.measurements.length).toBeGreaterThanOrEqual(6);
    expect(close).toHaveBeenCalledOnce();
  });

  it('keeps what was measured before a fault, and the fault', async () => {
    const lost: Fault = { kind: 'device-lost', message: 'Closed.', reason: 'destroyed' };
    const { store, measuring, over } = start(fakeEngine((count) => (count === 3 ? lost : null)).engine);
    measuring.quick('webgpu');
    await over();
    const { phase, faults, runs } = store.getState();
    expect(phase).toBe('fault');
    expect(faults).toEqual([lost]);
    expect(runs[0]?.run.measurements).toHaveLength(2);
  });

  it('says why a GPU could not be opened', async () => {
    const none: Fault = { kind: 'no-adapter', message: 'No GPU.' };
    const { store, measuring, over } = start(fakeEngine(undefined, none).engine);
    measuring.quick('webgpu');
    await over();
    expect(store.getState().phase).toBe('fault');
    expect(store.getState().faults).toEqual([none]);
  });

  it('says so when a part of the page does not load', async () => {
    const store = createDocumentStore();
    createMeasuring(store, () => Promise.reject(new Error('offline'))).quick('webgpu');
    await vi.waitFor(() => expect(store.getState().phase).toBe('fault'));
    expect(store.getState().faults[0]?.message).toContain('Reload');
    expect(store.getState().faults[0]?.detail).toBe('offline');
  });

  it('stops when asked, and a Stop is no fault', async () => {
    const { store, measuring, over } = start(
      fakeEngine((count) => {
        if (count === 2) measuring.stop();
        return null;
      }).engine,
    );
    measuring.quick('webgpu');
    await over();
    expect(store.getState().phase).toBe('done');
    expect(store.getState().runs[0]?.run.measurements).toHaveLength(2);
  });

  it('adds a problem to the run in view, and replaces a measurement that is run again', async () => {
    const { store, measuring, over } = start(fakeEngine().engine);
    measuring.quick('webgpu');
    await over();
    const before = store.getState().runs[0]?.run.measurements.length ?? 0;
    measuring.problem({ kernels: ['matmul/naive'], problem: { m: 33, n: 7, k: 1 } });
    await over();
    expect(store.getState().runs).toHaveLength(1);
    const after = store.getState().runs[0]?.run.measurements ?? [];
    expect(after).toHaveLength(before + 1);
    measuring.again(after[0]?.id ?? '');
    await over();
    expect(store.getState().runs[0]?.run.measurements).toHaveLength(before + 1);
    expect(store.getState().runs[0]?.run.measurements[0]?.role).toBe(after[0]?.role);
  });

  it('adds a person’s version of a kernel with the original to the run in view, and runs their version again', async () => {
    const { engine } = fakeEngine();
    const { webgpu } = engine.open;
    if (!webgpu) throw new Error('the fake has a GPU');
    const { store, measuring, over } = start({ ...engine, open: { ...engine.open, webgpu: openEdited(webgpu) } });
    measuring.quick('webgpu');
    await over();
    const before = store.getState().runs[0]?.run.measurements.length ?? 0;
    const kernel = kernelOf('matmul/naive');
    const problem = { m: 33, n: 7, k: 1 };
    const version = unwrap(editedKernel(kernel, { source: '// mine', constants: {} }, problem));
    measuring.edited(version, problem);
    await over();
    const after = store.getState().runs[0]?.run.measurements ?? [];
    expect(store.getState().runs).toHaveLength(1);
    expect(after).toHaveLength(before + 2);
    const mine = after.find(({ role }) => role === 'edited');
    expect(mine?.edited?.source).toBe('// mine');
    measuring.again(mine?.id ?? '');
    await over();
    const again = store.getState().runs[0]?.run.measurements ?? [];
    expect(again.map(({ id }) => id)).toEqual(after.map(({ id }) => id));
    expect(again.find(({ role }) => role === 'edited')).not.toBe(mine);
  });
});

describe('the lab', () => {
  it('discovers a machine, and picks experiments by hand', async () => {
    const { store, measuring, over } = start(fakeEngine().engine);
    measuring.lab({ experiments: 'discover', depth: 'quick', engine: 'webgpu' });
    await over();
    const run = store.getState().runs[0]?.run;
    expect(run?.suite).toBe('discover');
    expect(run?.measurements.some(({ kernel }) => kernel === 'latency/chase')).toBe(true);
    measuring.lab({ experiments: ['stride'], depth: 'quick', engine: 'webgpu' });
    await over();
    const picked = store.getState().runs[0]?.run;
    expect(picked?.measurements.length).toBeGreaterThan(run?.measurements.length ?? 0);
    expect(picked?.measurements.some(({ kernel }) => kernel.startsWith('memory/strided'))).toBe(true);
    expect(store.getState().runs).toHaveLength(1);
    // The tiers stay those of the discovery; another engine's experiments are another run.
    expect(picked?.machine).toEqual(run?.machine);
    measuring.lab({ experiments: ['stride'], depth: 'quick', engine: 'cpu' });
    await over();
    expect(store.getState().runs).toHaveLength(2);
  });

  it('lists what each engine can do, with times', async () => {
    const { measuring } = start(fakeEngine().engine);
    const gpu = await measuring.listExperiments('webgpu');
    const cpu = await measuring.listExperiments('cpu');
    expect(gpu.length).toBeGreaterThan(cpu.length);
    expect(cpu.map(({ id }) => id)).toContain('latency');
    for (const { seconds, purpose } of gpu) {
      expect(seconds.thorough).toBeGreaterThanOrEqual(seconds.quick);
      expect(purpose).toMatch(/\.$/);
    }
  });

  it('replays a run in its place, and Stop shows the whole of it', async () => {
    const { store, measuring, over } = start(fakeEngine().engine);
    const run = { ...sampleRun(), id: 'old' };
    store.actions.addRun(run, 'recorded');
    measuring.replay('old');
    expect(store.getState().phase).toBe('measuring');
    await vi.waitFor(() => expect(store.getState().runs[0]?.run.measurements).toHaveLength(0));
    measuring.stop();
    await over();
    expect(store.getState().phase).toBe('done');
    expect(store.getState().runs).toEqual([{ run, origin: 'recorded' }]);
  });
});

describe('saving', () => {
  const storage = () => {
    const saves: [count: number, complete: boolean][] = [];
    const saved: SavedRuns = {
      save: (run, complete) => saves.push([run.measurements.length, complete]),
      load: async () => [],
      settled: async () => {},
    };
    return { saves, saved };
  };

  it('hands over the run after each measurement, and whole at the end', async () => {
    const { saves, saved } = storage();
    const { store, measuring, over } = start(fakeEngine().engine, saved);
    measuring.quick('webgpu');
    await over();
    const count = store.getState().runs[0]?.run.measurements.length ?? 0;
    expect(saves).toEqual([...Array.from({ length: count }, (_, i) => [i + 1, false]), [count, true]]);
  });

  it('keeps what was measured before a fault', async () => {
    const { saves, saved } = storage();
    const lost: Fault = { kind: 'device-lost', message: 'Closed.', reason: 'destroyed' };
    const { measuring, over } = start(fakeEngine((count) => (count === 3 ? lost : null)).engine, saved);
    measuring.quick('webgpu');
    await over();
    expect(saves.at(-1)).toEqual([2, true]);
  });
});

it('waits while another tab measures, says so, and Stop ends the waiting', async () => {
  const held = vi.fn();
  const request = (_: string, { ifAvailable, signal }: LockOptions, callback: (lock: Lock | null) => unknown) => {
    held();
    if (ifAvailable) return Promise.resolve(callback(null));
    return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('stopped'))));
  };
  vi.stubGlobal('navigator', { ...navigator, locks: { request } });
  const { engine, open } = fakeEngine();
  const { store, measuring, over } = start(engine);
  measuring.quick('webgpu');
  await vi.waitFor(() => expect(store.getState().progress?.label).toContain('Another tab'));
  expect(open).not.toHaveBeenCalled();
  measuring.stop();
  await over();
  expect(store.getState().phase).toBe('idle');
  expect(held).toHaveBeenCalledTimes(2);
  vi.unstubAllGlobals();
});
