import { afterEach, expect, it, vi } from 'vitest';
import { unwrap } from '#core/result.ts';
import type { MeasureRequest } from '../runner.ts';
import { kernelOf, never } from './faulty-gpu.fixture.ts';
import type { GpuRunner } from './gpu-runner.ts';
import { openGpuRunner } from './open-gpu.ts';

let runner: GpuRunner | null = null;
afterEach(() => {
  runner?.close();
  runner = null;
});
async function open(options: Parameters<typeof openGpuRunner>[0] = {}): Promise<GpuRunner> {
  runner = unwrap(await openGpuRunner(options)(never));
  return runner;
}
const request = (over: Partial<MeasureRequest> = {}): MeasureRequest => ({
  kernel: kernelOf('matmul/naive'),
  problem: { m: 33, n: 65, k: 17 },
  role: 'point',
  pairs: 7,
  passSeconds: 0.008,
  budgetSeconds: 20,
  ...over,
});

it('measures a verified matmul and a copy, and frees every buffer when closed', async () => {
  const engine = await open();
  const product = unwrap(await engine.measure(request(), never));
  expect(product.verified).toMatchObject({ rows: 33, whole: true });
  expect(product.verified.worst).toBeLessThanOrEqual(1);
  expect(product.samples.length).toBeGreaterThanOrEqual(7);
  expect(product.cost.flop).toBe(2 * 33 * 65 * 17);
  const copied = unwrap(
    await engine.measure(request({ kernel: kernelOf('memory/copy'), problem: { elements: 100_001 } }), never),
  );
  expect(copied.verified.worst).toBe(0);
  expect(engine.liveBuffers).toBeGreaterThan(0);
  engine.close();
  expect(engine.liveBuffers).toBe(0);
});

it('falls back on the wall clock where there are no timestamps, and says which clock it was', async () => {
  const requestAdapter: GPU['requestAdapter'] = async (options) => {
    const adapter = await navigator.gpu.requestAdapter(options);
    if (adapter) Object.defineProperty(adapter, 'features', { value: new Set() });
    return adapter;
  };
  const engine = await open({ gpu: { requestAdapter } as unknown as GPU, environment: 'a test' });
  expect(engine.clock.kind).toBe('wall');
  expect(engine.clock.resolution).toBeGreaterThan(0);
  expect(engine.environment).toBe('a test');
  const measured = unwrap(await engine.measure(request({ problem: { m: 64, n: 64, k: 64 } }), never));
  expect(measured.clock).toEqual(engine.clock);
  expect(measured.median).toBeGreaterThan(0);
});

it('reuses a pipeline for the same problem and compiles another for another', async () => {
  const compile = vi.spyOn(GPUDevice.prototype, 'createComputePipelineAsync');
  const engine = await open();
  const before = compile.mock.calls.length;
  expect(await engine.prepare([request(), request()], never)).toEqual({ ok: true, value: undefined });
  const first = unwrap(await engine.measure(request(), never));
  const again = unwrap(await engine.measure(request(), never));
  expect(again.compileTime).toBe(first.compileTime);
  expect(compile.mock.calls.length - before).toBe(1);
  unwrap(await engine.measure(request({ problem: { m: 7, n: 1, k: 65 } }), never));
  expect(compile.mock.calls.length - before).toBe(2);
  compile.mockRestore();
  expect(again.id).toBe(first.id);
});

it('lets two measurements asked for at once wait for one another', async () => {
  const engine = await open();
  const both = await Promise.all([
    engine.measure(request(), never),
    engine.measure(request({ kernel: kernelOf('memory/read'), problem: { elements: 10_007, rounds: 3 } }), never),
  ]);
  expect(both.map((one) => one.ok && one.value.kernel)).toEqual(['matmul/naive', 'memory/read']);
});
