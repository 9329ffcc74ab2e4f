import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { err, ok, unwrap } from '#core/result.ts';
import type { Fault } from '#measure/record/fault.ts';
import type { Run } from '#measure/record/record.ts';
import { FakeProgramRunner } from '#measure/stack/fake-program.fixture.ts';
import { selectResolved } from '#state/selectors.ts';
import { selectStackReport } from '#state/stack-selectors.ts';
import { createDocumentStore } from '#state/store.ts';
import { type Engine, engine as realEngine } from './engine.ts';
import { createMeasuring } from './measuring.ts';

function start(runner: FakeProgramRunner, openFault: Fault | null = null) {
  const store = createDocumentStore();
  store.actions.setStackPreset('lenet5');
  const open = async () => (openFault ? err(openFault) : ok(runner));
  const engine: Engine = { ...realEngine, open: { webgpu: open, cpu: open } };
  const saved: (readonly [layers: number, complete: boolean])[] = [];
  const layersOf = ({ measurements }: Run) => measurements.filter(({ role }) => role === 'layer').length;
  const measuring = createMeasuring(store, async () => engine, {
    save: (run, complete) => saved.push([layersOf(run), complete]),
    load: async () => [],
    settled: async () => {},
  });
  const over = () => vi.waitFor(() => expect(store.getState().phase).not.toBe('measuring'));
  return { store, measuring, saved, over };
}

beforeEach(() => vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(() => vi.restoreAllMocks());

describe('running the stack in view', () => {
  it('is a live run that grows and is saved as it does, in view and comparable at the end; the device is closed', async () => {
    const runner = new FakeProgramRunner();
    const { store, measuring, saved, over } = start(runner);
    measuring.stack({ fused: true });
    await over();
    const { phase, runs, selectedRun } = store.getState();
    expect(phase).toBe('done');
    expect(runs).toHaveLength(1);
    expect([runs[0]?.origin, runs[0]?.run.id]).toEqual(['live', selectedRun]);
    expect(runs[0]?.run.stack).toMatchObject({ stack: 'lenet5', fused: true, skipped: [] });
    expect(selectStackReport(store.getState())).toMatchObject({ ok: true });
    expect(saved.map(([layers]) => layers)).toEqual([0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 7]);
    expect(saved.map(([, complete]) => complete).lastIndexOf(false)).toBe(saved.length - 2);
    expect(runner.closed).toBe(1);
  });

  it('takes the ceilings of the live run in view, and makes a run of its own', async () => {
    const runner = new FakeProgramRunner();
    const { store, measuring, over } = start(runner);
    measuring.stack({ fused: true });
    await over();
    const asked = runner.requests.length;
    expect(asked).toBe(3);
    measuring.stack({ fused: false });
    await over();
    expect(runner.requests).toHaveLength(asked);
    expect(store.getState().runs.map(({ run }) => run.stack?.fused)).toEqual([false, true]);
  });

  it('Stop and a lost device keep what there was', async () => {
    const lost: Fault = { kind: 'device-lost', message: 'gone', reason: 'unknown' };
    for (const [fault, phase] of [
      [lost, 'fault'],
      [null, 'done'],
    ] as const) {
      const { store, measuring, over } = start(
        new FakeProgramRunner((index) => {
          if (index === 2 && fault === null) measuring.stop();
          return index === 2 ? fault : null;
        }),
      );
      measuring.stack({ fused: true });
      await over();
      expect(store.getState().phase).toBe(phase);
      expect(store.getState().runs[0]?.run.stack?.steps.length).toBe(fault === null ? 3 : 2);
    }
  });

  it('says why a GPU could not be opened, and runs nothing of a stack with a fault', async () => {
    const none: Fault = { kind: 'no-adapter', message: 'No GPU.' };
    const { store, measuring, over } = start(new FakeProgramRunner(), none);
    measuring.stack({ fused: true });
    await over();
    expect(store.getState().faults).toEqual([none]);
    store.actions.setStackPreset('nothing-of-the-kind');
    measuring.stack({ fused: true });
    expect(store.getState().phase).toBe('fault');
  });

  it('forecasts the time and the kernels without running anything; known ceilings take no time', async () => {
    const runner = new FakeProgramRunner();
    const { store, measuring, over } = start(runner);
    const resolved = unwrap(selectResolved(store.getState()));
    const before = unwrap(await measuring.forecast(resolved, false));
    expect(before).toMatchObject({ steps: 11, skipped: [] });
    expect(unwrap(await measuring.forecast(resolved, true)).steps).toBe(7);
    expect(runner.asked).toEqual([]);
    measuring.stack({ fused: false });
    await over();
    expect(unwrap(await measuring.forecast(resolved, false)).seconds).toBeLessThan(before.seconds);
  });
});
