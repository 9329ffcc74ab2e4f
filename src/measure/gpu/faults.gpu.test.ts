import { afterEach, describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import type { Kernel } from '../kernels/kernel.ts';
import { quickPlan } from '../lab/quick.ts';
import { runSuite } from '../lab/run-suite.ts';
import type { MeasureRequest } from '../runner.ts';
import { changedGpu, countBuffers, kernelOf, never, smallRequest } from './faulty-gpu.fixture.ts';
import type { GpuRunner } from './gpu-runner.ts';
import { openGpuRunner } from './open-gpu.ts';

const opened: GpuRunner[] = [];
afterEach(() => {
  for (const runner of opened.splice(0)) {
    runner.close();
    expect(runner.liveBuffers).toBe(0);
  }
});
async function open(options: Parameters<typeof openGpuRunner>[0] = {}): Promise<GpuRunner> {
  const runner = unwrap(await openGpuRunner(options)(never));
  opened.push(runner);
  return runner;
}
const errors: string[] = [];
/** The browser's WebGPU, giving its devices to the test: to destroy, or to lose. */
const watchedGpu = (change: (device: GPUDevice) => void): GPU =>
  changedGpu({
    device: (device) => {
      device.addEventListener('uncapturederror', (event) => errors.push(event.error.message));
      change(device);
    },
  });
const naive = () => kernelOf('matmul/naive');
const request = (over: Partial<MeasureRequest<Kernel>> = {}): MeasureRequest<Kernel> => ({
  kernel: naive(),
  problem: { m: 33, n: 17, k: 40 },
  role: 'point',
  pairs: 3,
  passSeconds: 0.002,
  budgetSeconds: 20,
  ...over,
});
/** Dispatched so often that it is under way for as long as a test needs. */
const slow = () => request({ problem: { m: 128, n: 128, k: 128 }, pairs: 100, passSeconds: 0.05 });
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('a kernel that is wrong', () => {
  it.each([
    ['adds one too many', 'c[row * N + column] = sum;', 'c[row * N + column] = sum + 1.0;'],
    ['leaves the last column out', 'column >= N', 'column >= N - 1u'],
    ['writes one row of the last half over', 'row * N + column] = sum', '(row - row / 32u) * N + column] = sum'],
  ])('is a fault and no measurement: it %s', async (_, right, wrong) => {
    const source = naive().source.replace(right, wrong);
    expect(source).not.toBe(naive().source);
    const runner = await open();
    const measured = await runner.measure(request({ kernel: { ...naive(), source } }), never);
    expect(measured).toMatchObject({ ok: false, error: { kind: 'wrong-result', kernel: 'matmul/naive' } });
    // And the right one, on the same buffers, is still measured.
    expect(await runner.measure(request(), never)).toMatchObject({ ok: true });
  });

  it('that turns wrong after its first dispatch is found on the buffers that were timed', async () => {
    const copy = kernelOf('memory/copy');
    const source = copy.source.replaceAll(
      /copied\[([^\]]+)\] = ([^;]+);/g,
      'copied[$1] = $2 + select(0.0, 1.0, copied[$1].x < 2.0);',
    );
    expect(source).not.toBe(copy.source);
    const runner = await open();
    // NaN < 2 is false: right on a poisoned output, wrong on one that was written.
    const measured = await runner.measure(request({ kernel: { ...copy, source }, problem: { elements: 5000 } }), never);
    expect(measured).toMatchObject({ ok: false, error: { kind: 'wrong-result' } });
  });

  it('that does not compile is a validation fault with the compiler’s words', async () => {
    const runner = await open();
    const broken = { ...naive(), source: naive().source.replace('var sum', 'vra sum') };
    const measured = await runner.measure(request({ kernel: broken }), never);
    expect(measured).toMatchObject({ ok: false, error: { kind: 'validation' } });
    expect(!measured.ok && measured.error.detail).toMatch(/vra|error/);
    expect(await runner.prepare([request({ kernel: broken })], never)).toMatchObject({ error: { kind: 'validation' } });
    expect(await runner.measure(request(), never)).toMatchObject({ ok: true });
  });
});

describe('a problem that is too large', () => {
  it('is refused by the limit that it breaks', async () => {
    const runner = await open();
    const binding = runner.adapter.limits['maxStorageBufferBindingSize'] ?? 0;
    const elements = binding / 4 + 1024;
    const measured = await runner.measure(request({ kernel: kernelOf('memory/copy'), problem: { elements } }), never);
    expect(measured).toMatchObject({ ok: false, error: { kind: 'unsupported' } });
    expect(!measured.ok && measured.error.message).toMatch(/max(StorageBufferBinding|Buffer)Size/);
    expect(await runner.measure(request({ problem: { m: 0, n: 1, k: 1 } }), never)).toMatchObject({
      error: { kind: 'unsupported' },
    });
  });

  it('is refused before a buffer is made, by a limit of one and by the memory of all', async () => {
    let buffers = { made: () => -1 };
    const runner = await open({
      gpu: changedGpu({
        adapter: (adapter) =>
          Object.defineProperty(adapter.info, 'memoryHeaps', { value: [{ size: 2 ** 20, properties: 1 }] }),
        device: (device) => {
          buffers = countBuffers(device);
        },
      }),
    });
    const before = buffers.made();
    const binding = runner.adapter.limits['maxStorageBufferBindingSize'] ?? 0;
    for (const [elements, named] of [
      [binding / 4 + 1024, /max(StorageBufferBinding|Buffer)Size/],
      [2 ** 18, /need 2 MiB together; this adapter has 1 MiB of memory/],
    ] as const) {
      const measured = await runner.measure(request({ kernel: kernelOf('memory/copy'), problem: { elements } }), never);
      expect(!measured.ok && measured.error).toMatchObject({
        kind: 'unsupported',
        message: expect.stringMatching(named),
      });
    }
    expect(buffers.made()).toBe(before);
    expect(await runner.measure(request(), never)).toMatchObject({ ok: true });
  });

  it('is refused by its predicted time, after a small pilot', async () => {
    const runner = await open();
    const measured = await runner.measure(request({ problem: { m: 2048, n: 2048, k: 4096 } }), never);
    expect(measured).toMatchObject({ ok: false, error: { kind: 'unsupported' } });
    expect(!measured.ok && measured.error.message).toContain('One dispatch would take');
  });
});

describe('a device that ends', () => {
  it('destroyed while it measures: a fault, the results before it kept, no buffer left', async () => {
    let device: GPUDevice | null = null;
    const runner = await open({
      gpu: watchedGpu((made) => {
        device = made;
      }),
    });
    const run = await runSuite(runner, quickPlan(runner.adapter), {
      signal: never,
      onMeasurement: () => device?.destroy(),
    });
    expect(run.measurements).toHaveLength(1);
    expect(run.faults).toMatchObject([{ kind: 'device-lost', reason: 'destroyed' }]);
    runner.close();
    expect(runner.liveBuffers).toBe(0);
    expect(await runner.measure(request(), never)).toMatchObject({ ok: false, error: { kind: 'device-lost' } });
  });

  it('lost for an unknown reason: a fault that says so; with leave to reopen, the rest is measured on a new device', async () => {
    let lose = () => {};
    const lossy = watchedGpu((device) => {
      const lost = new Promise<GPUDeviceLostInfo>((resolve) => {
        lose = () => resolve({ reason: 'unknown', message: 'a driver reset' } as GPUDeviceLostInfo);
      });
      Object.defineProperty(device, 'lost', { value: lost });
    });
    const small = (m: number) => request({ problem: { m, n: 17, k: 40 } });
    const plan = {
      suite: 'three',
      budgetSeconds: 20,
      // The kernel that a device was lost in is not tried again: the third is another.
      stages: [{ count: 3, plan: () => [small(3), small(4), smallRequest(kernelOf('memory/copy'))] }],
    };
    const runner = await open({ gpu: lossy });
    const ended = await runSuite(runner, plan, { signal: never, onMeasurement: () => lose() });
    expect(ended.measurements).toHaveLength(1);
    expect(ended.faults).toMatchObject([{ kind: 'device-lost', reason: 'unknown', detail: 'a driver reset' }]);

    let second: GpuRunner | null = null;
    const first = await open({ gpu: lossy });
    const run = await runSuite(first, plan, {
      signal: never,
      onMeasurement: () => lose(),
      reopen: async (signal) => {
        const again = await openGpuRunner()(signal);
        if (again.ok) second = again.value;
        return again;
      },
    });
    expect(run.faults).toHaveLength(1);
    expect(run.measurements).toHaveLength(2);
    expect((second as GpuRunner | null)?.liveBuffers).toBe(0);
  });

  it('that does not answer is closed by the watchdog', async () => {
    const runner = await open({ watchdogSeconds: 3 });
    const stuck = openGpuRunner({
      gpu: watchedGpu((device) => {
        // Opened well, it stops answering later: reading back never ends.
        const create = device.createBuffer.bind(device);
        device.createBuffer = (descriptor) => {
          const buffer = create(descriptor);
          if (descriptor.label === 'output read back') buffer.mapAsync = () => new Promise(() => {});
          return buffer;
        };
      }),
      watchdogSeconds: 3,
    });
    const hung = unwrap(await stuck(never));
    opened.push(hung);
    expect(await hung.measure(request(), never)).toMatchObject({ ok: false, error: { kind: 'watchdog' } });
    expect(await hung.measure(request(), never)).toMatchObject({ ok: false, error: { kind: 'watchdog' } });
    expect(await runner.measure(request(), never)).toMatchObject({ ok: true });
  });
});

describe('Stop', () => {
  it('ends a measurement under way, frees what it held, and another can follow', async () => {
    const runner = await open({ gpu: watchedGpu(() => {}) });
    unwrap(await runner.measure(request(), never));
    const held = runner.liveBuffers;
    const stop = new AbortController();
    const measuring = runner.measure(slow(), stop.signal);
    await wait(150);
    stop.abort();
    expect(await measuring).toMatchObject({ ok: false, error: { kind: 'cancelled' } });
    expect(await runner.measure(request(), AbortSignal.abort())).toMatchObject({ error: { kind: 'cancelled' } });
    expect(await runner.measure(request(), never)).toMatchObject({ ok: true });
    // Inputs of the slow problem are kept for the next kernel, and nothing else.
    expect(runner.liveBuffers).toBeLessThanOrEqual(held + 2);
    runner.close();
    expect(runner.liveBuffers).toBe(0);
    expect(errors).toEqual([]);
  });

  it('keeps what a suite had, as a run', async () => {
    const runner = await open();
    const stop = new AbortController();
    const run = await runSuite(runner, quickPlan(runner.adapter), {
      signal: stop.signal,
      onMeasurement: () => stop.abort(),
    });
    expect(run.measurements).toHaveLength(1);
    expect(run.faults).toMatchObject([{ kind: 'cancelled' }]);
  });
});
