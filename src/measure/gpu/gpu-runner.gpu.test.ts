import { afterEach, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { kernelById } from '../kernels/catalogue.ts';
import type { Kernel } from '../kernels/kernel.ts';
import type { MeasureRequest } from '../runner.ts';
import type { GpuRunner } from './gpu-runner.ts';
import { openGpuRunner } from './open-gpu.ts';

const never = new AbortController().signal;
let runner: GpuRunner | null = null;
afterEach(() => {
  runner?.close();
  runner = null;
});
async function open(options: Parameters<typeof openGpuRunner>[0] = {}): Promise<GpuRunner> {
  runner = unwrap(await openGpuRunner(options)(never));
  return runner;
}
function kernel(id: string): Kernel {
  const found = kernelById(id);
  if (!found) throw new Error(`no kernel ${id}`);
  return found;
}
const request = (over: Partial<MeasureRequest> = {}): MeasureRequest => ({
  kernel: kernel('matmul/naive'),
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
    await engine.measure(request({ kernel: kernel('memory/copy'), problem: { elements: 100_001 } }), never),
  );
  expect(copied.verified.worst).toBe(0);
  expect(engine.liveBuffers).toBeGreaterThan(0);
  engine.close();
  expect(engine.liveBuffers).toBe(0);
});
