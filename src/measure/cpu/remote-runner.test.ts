import { afterEach, describe, expect, it, vi } from 'vitest';
import { unwrap } from '#core/result.ts';
import { kernelById } from '../kernels/catalogue.ts';
import type { MeasureRequest, OpenRunner } from '../runner.ts';
import { cpuKernelById } from './catalogue.ts';
import { read } from './kernels/read.ts';
import { openCpuRunner } from './open-cpu.ts';
import { openRemoteRunner, type WorkerLine } from './remote-runner.ts';
import { serveRunner } from './serve.ts';

const never = new AbortController().signal;
const request = (more: Partial<MeasureRequest> = {}): MeasureRequest => ({
  kernel: read,
  problem: { elements: 4096 },
  role: 'sweep',
  pairs: 3,
  passSeconds: 0.001,
  budgetSeconds: 0.05,
  ...more,
});

/** A worker on this thread: its messages go through a real channel, so that what cannot be cloned is refused. */
class FakeWorker implements WorkerLine {
  readonly #channel = new MessageChannel();
  readonly #errors: ((event: ErrorEvent) => void)[] = [];
  readonly inside = this.#channel.port2;
  terminated = false;

  constructor() {
    this.#channel.port1.start();
    this.inside.start();
  }

  postMessage(message: unknown): void {
    this.#channel.port1.postMessage(message);
  }

  addEventListener(type: string, listener: ((event: MessageEvent) => void) | ((event: ErrorEvent) => void)): void {
    if (type === 'error') this.#errors.push(listener as (event: ErrorEvent) => void);
    else this.#channel.port1.addEventListener(type as 'message', listener as (event: MessageEvent) => void);
  }

  terminate(): void {
    this.terminated = true;
    this.#channel.port1.close();
  }

  /** What a browser fires where a worker's script throws, or cannot be loaded. */
  crash(message: string): void {
    for (const listener of this.#errors) listener({ message } as ErrorEvent);
  }
}

const workers: FakeWorker[] = [];
const newWorker = (): FakeWorker => {
  const worker = new FakeWorker();
  workers.push(worker);
  return worker;
};
afterEach(() => {
  for (const worker of workers.splice(0)) worker.terminate();
});

/** A worker that serves an engine, and the runner at its other end. */
async function serve(open: OpenRunner = openCpuRunner({ environment: 'Test' })) {
  const worker = newWorker();
  const opening = openRemoteRunner(() => worker, never);
  await serveRunner(worker.inside, open, (error) => worker.crash(String(error)));
  return { worker, runner: unwrap(await opening) };
}
/** The engine with a measurement that is done another way. */
const measuring =
  (measure: (signal: AbortSignal) => ReturnType<Awaited<ReturnType<typeof serve>>['runner']['measure']>): OpenRunner =>
  async (signal) => {
    const runner = unwrap(await openCpuRunner()(signal));
    vi.spyOn(runner, 'measure').mockImplementation((_, stop) => measure(stop));
    return { ok: true, value: runner };
  };
const hangs = () => measuring(() => new Promise<never>(() => {}));

describe('the CPU engine in a worker', () => {
  it('is the same engine: adapter, clock, kernels, measurements', async () => {
    const { runner } = await serve(openCpuRunner({ environment: 'Test', processor: { device: 'Model 5' } }));
    expect(runner).toMatchObject({ engine: 'cpu', environment: 'Test', adapter: { device: 'Model 5' } });
    expect(runner.clock.kind).toBe('wall');
    expect(runner.kernel('latency/chase')).toBe(cpuKernelById('latency/chase'));
    expect(await runner.prepare([], never)).toEqual({ ok: true, value: undefined });
    const one = await runner.measure(request({ rotation: 2 }), never);
    expect(one).toMatchObject({ ok: true, value: { kernel: 'memory/read', verified: { whole: true } } });
  });
  it('hands faults through as values', async () => {
    const { runner } = await serve();
    const refused = await runner.measure(request({ problem: { elements: 0 } }), never);
    expect(refused).toMatchObject({ ok: false, error: { kind: 'unsupported', kernel: 'memory/read' } });
    const foreign = kernelById('memory/read');
    if (!foreign) throw new Error('no WGSL kernel');
    expect(await runner.measure(request({ kernel: foreign }), never)).toMatchObject({ error: { kind: 'unsupported' } });
    const unknown = { ...read, id: 'memory/none' };
    expect(await runner.measure(request({ kernel: unknown }), never)).toMatchObject({ error: { kind: 'unsupported' } });
  });
  it('stops where the worker answers, and keeps it for the next measurement', async () => {
    const stopping = new AbortController();
    const { runner, worker } = await serve(
      measuring(
        (stop) =>
          new Promise((resolve) => {
            stop.addEventListener('abort', () =>
              resolve({ ok: false, error: { kind: 'cancelled', message: 'Stopped.' } }),
            );
          }),
      ),
    );
    const measured = runner.measure(request(), stopping.signal);
    setTimeout(() => stopping.abort(), 10);
    expect(await measured).toMatchObject({ error: { kind: 'cancelled', kernel: 'memory/read' } });
    expect(worker.terminated).toBe(false);
    expect(await runner.measure(request(), AbortSignal.abort())).toMatchObject({ error: { kind: 'cancelled' } });
  });
  it('ends a worker that does not stop', async () => {
    const stopping = new AbortController();
    const { runner, worker } = await serve(hangs());
    const measured = runner.measure(request(), stopping.signal);
    stopping.abort();
    expect(await measured).toMatchObject({ error: { kind: 'cancelled', kernel: 'memory/read' } });
    expect(worker.terminated).toBe(true);
    expect(await runner.measure(request(), never)).toMatchObject({
      error: { kind: 'device-lost', reason: 'destroyed' },
    });
  });
  it('says that a worker crashed, so that a new one may be started', async () => {
    const { runner, worker } = await serve(measuring(() => Promise.reject(new Error('a bug'))));
    const fault = { kind: 'device-lost', reason: 'unknown', kernel: 'memory/read', detail: 'Error: a bug' };
    expect(await runner.measure(request(), never)).toMatchObject({ ok: false, error: fault });
    expect(worker.terminated).toBe(true);
    expect(await runner.measure(request(), never)).toMatchObject({ error: { kind: 'device-lost' } });
    expect(await runner.prepare([], never)).toMatchObject({ error: { kind: 'device-lost' } });
  });
  it('takes nothing for a measurement that is none', async () => {
    const { runner, worker } = await serve(hangs());
    const measured = runner.measure(request(), never);
    worker.inside.postMessage({ type: 'measured', turn: 1, measurement: { kernel: 'memory/read', median: -1 } });
    expect(await measured).toMatchObject({ error: { kind: 'device-lost', detail: 'an answer that makes no sense' } });
  });
  it('leaves questions that make no sense unanswered', async () => {
    const { runner, worker } = await serve();
    for (const nonsense of [null, 'measure', { type: 'measure', turn: 0 }, { type: 'stop', turn: 99 }])
      worker.postMessage(nonsense);
    expect(await runner.measure(request(), never)).toMatchObject({ ok: true });
  });
  it('gives up on a worker that says nothing any more', async () => {
    const { runner, worker } = await serve(hangs());
    vi.useFakeTimers();
    try {
      const told = vi.fn();
      runner.measure(request(), never).then(told, told);
      await vi.advanceTimersByTimeAsync(61_000);
      const error: unknown = expect.objectContaining({ kind: 'watchdog', kernel: 'memory/read' });
      expect(told).toHaveBeenCalledWith({ ok: false, error });
      expect(worker.terminated).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });
  it('closes with what is under way', async () => {
    const { runner, worker } = await serve(hangs());
    const measured = runner.measure(request(), never);
    runner.close();
    runner.close();
    expect(await measured).toMatchObject({ error: { kind: 'device-lost', reason: 'destroyed' } });
    expect(worker.terminated).toBe(true);
  });
});

describe('opening a worker', () => {
  it('is refused where there may be none, where its script fails, and where it talks nonsense', async () => {
    const opaque = () => {
      throw new DOMException('origin null', 'SecurityError');
    };
    expect(await openRemoteRunner(opaque, never)).toEqual({ ok: false, error: 'refused' });
    const failing = newWorker();
    const opening = openRemoteRunner(() => failing, never);
    failing.crash('');
    expect(await opening).toEqual({ ok: false, error: 'refused' });
    expect(failing.terminated).toBe(true);
    const other = newWorker();
    const talking = openRemoteRunner(() => other, never);
    other.inside.postMessage('hello');
    expect(await talking).toEqual({ ok: false, error: 'refused' });
  });
  it('waits for no worker that stays silent', async () => {
    vi.useFakeTimers();
    try {
      const told = vi.fn();
      openRemoteRunner(newWorker, never).then(told, told);
      await vi.advanceTimersByTimeAsync(10_000);
      expect(told).toHaveBeenCalledWith({ ok: false, error: 'refused' });
    } finally {
      vi.useRealTimers();
    }
  });
  it('stops', async () => {
    const stopping = new AbortController();
    const opening = openRemoteRunner(newWorker, stopping.signal);
    stopping.abort();
    expect(await opening).toMatchObject({ ok: false, error: { kind: 'cancelled' } });
    expect(workers[0]?.terminated).toBe(true);
    expect(await openRemoteRunner(newWorker, AbortSignal.abort())).toMatchObject({ error: { kind: 'cancelled' } });
  });
});
