import { afterEach, describe, expect, it, vi } from 'vitest';
import { unwrap } from '#core/result.ts';
import type { Kernel } from '../kernels/kernel.ts';
import type { MeasureRequest } from '../runner.ts';
import { kernelOf, never } from './faulty-gpu.fixture.ts';
import type { GpuRunner } from './gpu-runner.ts';
import { openGpuRunner } from './open-gpu.ts';

const opened: GpuRunner[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  for (const runner of opened.splice(0)) {
    runner.close();
    expect(runner.liveBuffers).toBe(0);
  }
});
async function open(): Promise<GpuRunner> {
  const runner = unwrap(await openGpuRunner()(never));
  opened.push(runner);
  return runner;
}
type Times = NonNullable<Kernel['times']>;
/** A copy that is timed as an overhead: any kernel may be. */
const timed = (times: Times, over: Partial<Kernel> = {}): Kernel => ({ ...kernelOf('memory/copy'), times, ...over });
const request = (kernel: Kernel): MeasureRequest => ({
  kernel,
  problem: { elements: 1000 },
  role: 'sweep',
  pairs: 3,
  passSeconds: 0.004,
  budgetSeconds: 5,
});
const wrong = (kernel: Kernel): Kernel => ({
  ...kernel,
  source: kernel.source.replaceAll(/copied\[([^\]]+)\] = ([^;]+);/g, 'copied[$1] = $2 + 1.0;'),
});

describe.each(['submit', 'map', 'compile'] as const)('the time of one %s', (times) => {
  it('is a verified measurement on the wall clock with samples and an interval', async () => {
    const runner = await open();
    const measured = unwrap(await runner.measure(request(timed(times)), never));
    expect(measured.clock.kind).toBe('wall');
    expect(measured.samples.length).toBeGreaterThanOrEqual(3);
    expect(measured.interval[0]).toBeLessThanOrEqual(measured.median);
    expect(measured.interval[1]).toBeGreaterThanOrEqual(measured.median);
    expect(measured.verified.rowsChecked).toBeGreaterThan(0);
  });

  it('does not leave the engine when the kernel’s output is wrong', async () => {
    const kernel = wrong(timed(times));
    expect(kernel.source).not.toBe(timed(times).source);
    expect(await (await open()).measure(request(kernel), never)).toMatchObject({
      ok: false,
      error: { kind: 'wrong-result' },
    });
  });
});

it('submits once for each submit that it counts', async () => {
  const runner = await open();
  const submit = vi.spyOn(GPUQueue.prototype, 'submit');
  const { dispatches, samples } = unwrap(await runner.measure(request(timed('submit')), never));
  // A pair is N and 2N.
  expect(submit.mock.calls.length).toBeGreaterThanOrEqual(3 * dispatches * samples.length);
});

it('maps once for each map that it counts, and never while the queue is at work', async () => {
  const runner = await open();
  const map = vi.spyOn(GPUBuffer.prototype, 'mapAsync');
  const submit = vi.spyOn(GPUQueue.prototype, 'submit');
  const { dispatches, samples } = unwrap(await runner.measure(request(timed('map')), never));
  expect(map.mock.calls.length).toBeGreaterThanOrEqual(3 * dispatches * samples.length);
  expect(map.mock.calls.length).toBeGreaterThan(2 * submit.mock.calls.length);
});

it('compiles a program that nobody has compiled before each time', async () => {
  const shaders = vi.spyOn(GPUDevice.prototype, 'createShaderModule');
  const runner = await open();
  unwrap(await runner.measure(request(timed('compile')), never));
  unwrap(await runner.measure(request(timed('compile')), never));
  const sources = shaders.mock.calls.map(([{ code }]) => code).filter((code) => code.includes('copied'));
  expect(sources.length).toBeGreaterThan(2 * 9);
  expect(new Set(sources).size).toBe(sources.length);
});

it('gives the salt to a program that takes one', async () => {
  const compile = vi.spyOn(GPUDevice.prototype, 'createComputePipelineAsync');
  const runner = await open();
  const source = `override SALT: u32 = 0u;\n${timed('compile').source}`;
  unwrap(await runner.measure(request(timed('compile', { source })), never));
  const salts = compile.mock.calls.map(([{ compute }]) => compute.constants?.['SALT']).filter((salt) => salt);
  expect(salts.length).toBeGreaterThanOrEqual(9);
  expect(new Set(salts).size).toBe(salts.length);
});
