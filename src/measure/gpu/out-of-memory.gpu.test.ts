import { afterEach, expect, it } from 'vitest';
import { kernelOf, limitMemory, never, openChanged, smallRequest } from './faulty-gpu.fixture.ts';
import type { GpuRunner } from './gpu-runner.ts';

const opened: GpuRunner[] = [];
afterEach(() => {
  for (const runner of opened.splice(0)) runner.close();
});

async function open(room: number): Promise<GpuRunner> {
  const runner = await openChanged({ device: (device) => limitMemory(device, room) });
  opened.push(runner);
  return runner;
}
const copy = (elements: number) => ({ ...smallRequest(kernelOf('memory/copy')), problem: { elements } });
const MEBI = 2 ** 20;

it('the largest size is out of memory, by name, and the device lives on', async () => {
  const runner = await open(32 * MEBI);
  const measured = await runner.measure(copy(16 * MEBI), never);
  expect(measured).toMatchObject({
    ok: false,
    error: { kind: 'out-of-memory', kernel: 'memory/copy', detail: 'no room' },
  });
  expect(!measured.ok && measured.error.message).toContain('choose smaller sizes');
  expect((await runner.measure(copy(MEBI), never)).ok).toBe(true);
  runner.close();
  expect(runner.liveBuffers).toBe(0);
});

it('inputs that earlier kernels left make room before anything is refused', async () => {
  const runner = await open(41 * MEBI);
  const read = { ...smallRequest(kernelOf('memory/read')), problem: { elements: 5 * MEBI, rounds: 1 } };
  expect((await runner.measure(read, never)).ok).toBe(true);
  // 20 MiB of input is kept. The copy takes 24 MiB, and 12 to read it back: without what is kept it fits.
  expect((await runner.measure(copy(3 * MEBI), never)).ok).toBe(true);
});

it('a page that has no room for an array is out of memory too, and measures on', async () => {
  const runner = await open(256 * MEBI);
  const { kernel, ...request } = copy(1000);
  const noRoom = {
    ...kernel,
    bindings: kernelOf('memory/copy').bindings.map((binding) =>
      binding.access === 'write'
        ? binding
        : {
            ...binding,
            content: {
              key: () => 'none',
              fill: (): Float32Array => {
                throw new RangeError('Array buffer allocation failed');
              },
            },
          },
    ),
  };
  expect(await runner.measure({ ...request, kernel: noRoom }, never)).toMatchObject({
    ok: false,
    error: { kind: 'out-of-memory' },
  });
  expect((await runner.measure(copy(1000), never)).ok).toBe(true);
});
