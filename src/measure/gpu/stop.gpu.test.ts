import { afterEach, describe, expect, it } from 'vitest';
import { seededRandom } from '#core/random.ts';
import type { Result } from '#core/result.ts';
import type { Kernel, Problem } from '../kernels/kernel.ts';
import type { Fault } from '../record/fault.ts';
import type { Measurement } from '../record/record.ts';
import type { MeasureRequest } from '../runner.ts';
import { atEachCall, countBuffers, kernelOf, never, openChanged, smallRequest } from './faulty-gpu.fixture.ts';
import type { GpuRunner } from './gpu-runner.ts';

const opened: GpuRunner[] = [];
afterEach(() => {
  for (const runner of opened.splice(0)) runner.close();
});

async function open() {
  let buffers = { live: () => -1, made: () => -1 };
  let call = () => {};
  const errors: string[] = [];
  const runner = await openChanged({
    device: (device) => {
      device.addEventListener('uncapturederror', (event) => errors.push(event.error.message));
      buffers = countBuffers(device);
      atEachCall(device, () => call());
    },
  });
  opened.push(runner);
  const onCall = (then: () => void) => {
    call = then;
  };
  return { runner, buffers, errors, onCall };
}
const large = (): MeasureRequest<Kernel> => ({
  ...smallRequest(kernelOf('memory/copy')),
  kernel: kernelOf('memory/copy'),
  problem: { elements: 3 * 2 ** 20 },
  rotation: 2,
});
const isStopped = (result: Result<Measurement, Fault>) => !result.ok && result.error.kind === 'cancelled';

describe.each(['dispatch', 'submit', 'map', 'compile'] as const)('Stop while a %s is timed', (times) => {
  it('at each call of the device: it is over, nothing but kept inputs is left, and nothing at all after closing', async () => {
    const { runner, buffers, errors, onCall } = await open();
    const kernel: Kernel = { ...kernelOf('memory/copy'), times };
    const request = { ...smallRequest(kernel), problem: { elements: 5000 } };
    let calls = 0;
    onCall(() => calls++);
    expect((await runner.measure(request, never)).ok).toBe(true);
    const [all, kept] = [calls, buffers.live()];
    // Each call at the start, where each is another; later they repeat, and some of them will do.
    const sparse = Math.ceil(all / 25);
    const moments = Array.from({ length: all }, (_, at) => at + 1).filter((at) => at < 25 || at % sparse === 0);
    for (const moment of moments) {
      const stop = new AbortController();
      calls = 0;
      onCall(() => ++calls === moment && stop.abort());
      const result = await runner.measure(request, stop.signal);
      // The calibration may need fewer calls this time.
      if (stop.signal.aborted && calls < all - 6) expect(isStopped(result), `call ${moment}`).toBe(true);
      expect(buffers.live(), `call ${moment}`).toBeLessThanOrEqual(kept);
    }
    onCall(() => {});
    expect((await runner.measure(request, never)).ok).toBe(true);
    runner.close();
    expect(buffers.live()).toBe(0);
    expect(errors).toEqual([]);
  });
});

it('Stop at random moments, filling of large inputs included, leaves nothing on the GPU', async () => {
  const { runner, buffers, errors } = await open();
  const random = seededRandom(5);
  let stopped = 0;
  for (let i = 0; i < 25; i++) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 80 * random.next());
    if (isStopped(await runner.measure(large(), stop.signal))) stopped++;
    clearTimeout(timer);
  }
  expect(stopped).toBeGreaterThan(5);
  runner.close();
  expect(buffers.live()).toBe(0);
  expect(runner.liveBuffers).toBe(0);
  expect(buffers.made()).toBeGreaterThan(25);
  expect(errors).toEqual([]);
});

it('Stop between two pieces of a large input is heard before the next is written', async () => {
  const stop = new AbortController();
  let pieces = 0;
  const runner = await openChanged({
    device: ({ queue }) => {
      const write = queue.writeBuffer.bind(queue);
      queue.writeBuffer = (buffer, offset, data, from, size) => {
        write(buffer, offset, data, from, size);
        if (buffer.label !== 'input') return;
        pieces++;
        stop.abort();
      };
    },
  });
  opened.push(runner);
  const copy = kernelOf('memory/copy');
  const bindings = copy.bindings.map((binding) =>
    binding.access === 'write'
      ? binding
      : {
          ...binding,
          content: {
            key: () => 'ones',
            fill: (problem: Problem) => new Float32Array(binding.elements(problem)).fill(1),
          },
        },
  );
  const request = { ...smallRequest(copy), kernel: { ...copy, bindings }, problem: { elements: 8 * 2 ** 20 } };
  expect(isStopped(await runner.measure(request, stop.signal))).toBe(true);
  expect(pieces).toBe(1);
  // What was half full is not kept: it is filled whole the next time.
  expect((await runner.measure(request, never)).ok).toBe(true);
  expect(pieces).toBe(1 + 4);
});

it('closing in the middle of a measurement leaves nothing on the GPU', async () => {
  const { runner, buffers, onCall } = await open();
  let calls = 0;
  onCall(() => ++calls === 9 && runner.close());
  expect((await runner.measure(large(), never)).ok).toBe(false);
  expect(buffers.live()).toBe(0);
  expect(runner.liveBuffers).toBe(0);
});
