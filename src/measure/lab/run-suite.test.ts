import { describe, expect, it } from 'vitest';
import type { Fault } from '../record/fault.ts';
import type { Measurement } from '../record/record.ts';
import { parseRun } from '../record/run-schema.ts';
import { edges, FakeRunner, lost, never, plan, run } from './fake-runner.fixture.ts';
import type { Plan } from './plan.ts';
import { runSuite, type SuiteProgress } from './run-suite.ts';

describe('a suite', () => {
  it('measures stage by stage, later ones from what earlier ones found, and makes a run that can be read', async () => {
    const runner = new FakeRunner();
    const made = await run(runner);
    expect(edges(made.measurements)).toEqual([1, 2, 20, 4]);
    expect(made).toMatchObject({ suite: 'test', engine: 'webgpu', environment: 'a fake', faults: [] });
    expect(runner.prepared).toEqual([2, 2]);
    expect(runner.closed).toBe(0);
    expect(parseRun(JSON.parse(JSON.stringify(made)))).toEqual({ ok: true, value: made });
  });

  it('reports progress and each measurement as it comes', async () => {
    const steps: SuiteProgress[] = [];
    const seen: Measurement[] = [];
    await run(new FakeRunner(), {
      onProgress: (step) => steps.push(step),
      onMeasurement: (measurement) => seen.push(measurement),
    });
    expect(edges(seen)).toEqual([1, 2, 20, 4]);
    expect(steps[0]).toMatchObject({ done: 0, total: 4, kernel: 'matmul/naive', secondsLeft: 8 });
    expect(steps.at(-1)).toMatchObject({ done: 4, total: 4, kernel: '', secondsLeft: 0 });
    const done = steps.map((step) => step.done);
    expect(done).toEqual(done.toSorted((one, other) => one - other));
  });

  it('shares its time among what is left', async () => {
    const runner = new FakeRunner();
    await run(runner);
    expect(runner.requests[0]?.budgetSeconds).toBeCloseTo(2, 1);
    expect(runner.requests[3]?.budgetSeconds).toBeCloseTo(8, 1);
    const late = new FakeRunner();
    await runSuite(late, { ...plan, budgetSeconds: 0 }, { signal: never });
    expect(late.requests.every(({ budgetSeconds }) => budgetSeconds > 0)).toBe(true);
  });

  it.each(['validation', 'unsupported', 'wrong-result'] as const)(
    'goes on after a fault of one kernel: %s',
    async (kind) => {
      const made = await run(new FakeRunner((_, count) => (count === 2 ? { kind, message: 'no' } : null)));
      expect(edges(made.measurements)).toEqual([1, 10, 4]);
      expect(made.faults).toMatchObject([{ kind }]);
    },
  );

  it.each([lost('destroyed'), lost('unknown'), { kind: 'watchdog', message: 'hung' } as Fault])(
    'ends with a fault of the device and keeps what it had: %j',
    async (fault) => {
      const runner = new FakeRunner((_, count) => (count === 3 ? fault : null));
      const made = await run(runner);
      expect(edges(made.measurements)).toEqual([1, 2]);
      expect(made.faults).toEqual([fault]);
      expect(runner.requests).toHaveLength(3);
    },
  );

  it('stopped, keeps what it had', async () => {
    const stop = new AbortController();
    const runner = new FakeRunner();
    const made = await run(runner, { signal: stop.signal, onMeasurement: () => stop.abort() });
    expect(edges(made.measurements)).toEqual([1]);
    expect(made.faults).toMatchObject([{ kind: 'cancelled' }]);
    expect(runner.requests).toHaveLength(1);
    expect((await run(new FakeRunner(), { signal: AbortSignal.abort() })).measurements).toEqual([]);
  });

  it('waits while the page is hidden, and a Stop meanwhile ends it', async () => {
    const waits: number[] = [];
    const runner = new FakeRunner();
    const made = await run(runner, {
      waitUntilVisible: () => {
        waits.push(runner.requests.length);
        return Promise.resolve();
      },
    });
    expect(waits).toEqual([0, 1, 2, 3]);
    expect(made.measurements).toHaveLength(4);
    const stop = new AbortController();
    const hidden = run(new FakeRunner(), {
      signal: stop.signal,
      waitUntilVisible: () => {
        // While it waits, not before.
        setTimeout(() => stop.abort());
        return new Promise(() => {});
      },
    });
    expect((await hidden).faults).toMatchObject([{ kind: 'cancelled' }]);
  });

  it('leaves finer steps out where the time is gone', async () => {
    const finer = (budgetSeconds: number): Plan => ({
      ...plan,
      budgetSeconds,
      stages: plan.stages.map((stage, i) => (i === 0 ? { ...stage, optional: true } : stage)),
    });
    const late = await runSuite(new FakeRunner(), finer(0), { signal: never });
    expect(edges(late.measurements)).toEqual([0, 4]);
    const inTime = await runSuite(new FakeRunner(), finer(8), { signal: never });
    expect(edges(inTime.measurements)).toEqual([1, 2, 20, 4]);
  });

  it('leaves nobody listening for a Stop', async () => {
    const { signal } = new AbortController();
    let listening = 0;
    const listen = signal.addEventListener.bind(signal);
    signal.addEventListener = (...asked: Parameters<typeof listen>) => {
      const [, , options] = asked;
      listening++;
      const ended = typeof options === 'object' ? options.signal : undefined;
      ended?.addEventListener('abort', () => listening--);
      listen(...asked);
    };
    await run(new FakeRunner(), { signal });
    expect(listening).toBe(0);
  });
});
