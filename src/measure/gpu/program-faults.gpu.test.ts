import { afterEach, describe, expect, it } from 'vitest';
import { type Result, unwrap } from '#core/result.ts';
import type { Fault } from '../record/fault.ts';
import type { Program } from '../stack/program.ts';
import { atEachCall, countBuffers, limitMemory, never, openChanged } from './faulty-gpu.fixture.ts';
import type { GpuRunner } from './gpu-runner.ts';
import type { OpenGpuOptions } from './open-gpu.ts';
import { BRIEF, fourProducts, product, programOf } from './program.fixture.ts';

const opened: GpuRunner[] = [];
afterEach(() => {
  for (const runner of opened.splice(0)) runner.close();
});

async function open(change: (device: GPUDevice) => void = () => {}, options: OpenGpuOptions = {}) {
  let buffers = { live: () => -1, made: () => -1 };
  const runner = await openChanged(
    {
      device: (device) => {
        buffers = countBuffers(device);
        change(device);
      },
    },
    options,
  );
  opened.push(runner);
  return { runner, live: () => buffers.live() };
}

/** Opens, walks and times a program to its end or its first fault, and closes it. */
async function run(runner: GpuRunner, program: Program, signal: AbortSignal = never): Promise<Result<unknown, Fault>> {
  const opening = await runner.openProgram(program, signal);
  if (!opening.ok) return opening;
  const running = opening.value;
  try {
    for (const index of program.steps.keys()) {
      const done = await running.step(index, index === 0 ? BRIEF : null, signal);
      if (!done.ok) return done;
    }
    return await running.whole(BRIEF, signal);
  } finally {
    running.close();
  }
}

it('Stop at each call of the device: it is over, its buffers are gone, and it runs again', async () => {
  let call = () => {};
  const { runner, live } = await open((device) => atEachCall(device, () => call()));
  let calls = 0;
  call = () => calls++;
  unwrap(await run(runner, fourProducts()));
  const [all, kept] = [calls, live()];
  const sparse = Math.ceil(all / 25);
  for (const moment of Array.from({ length: all }, (_, at) => at + 1).filter((at) => at < 25 || at % sparse === 0)) {
    const stop = new AbortController();
    calls = 0;
    call = () => ++calls === moment && stop.abort();
    const ended = await run(runner, fourProducts(), stop.signal);
    // Timing may need fewer calls this time.
    if (stop.signal.aborted && calls < all - 12)
      expect(ended, `call ${moment}`).toMatchObject({ ok: false, error: { kind: 'cancelled' } });
    expect(live(), `call ${moment}`).toBeLessThanOrEqual(kept);
  }
  call = () => {};
  unwrap(await run(runner, fourProducts()));
});

it('nothing is opened after a Stop', async () => {
  const { runner, live } = await open();
  const before = live();
  expect(await runner.openProgram(fourProducts(), AbortSignal.abort())).toMatchObject({ error: { kind: 'cancelled' } });
  expect(live()).toBe(before);
});

describe('a device that ends between two steps', () => {
  it.each([
    ['destroyed', 'destroyed'],
    ['lost for an unknown reason', 'unknown'],
  ] as const)('%s: the first result stands, all later steps and the whole say so', async (_, reason) => {
    let end = () => {};
    const { runner, live } = await open((device) => {
      if (reason === 'destroyed') end = () => device.destroy();
      else {
        const lost = new Promise<GPUDeviceLostInfo>((resolve) => {
          end = () => resolve({ reason: 'unknown', message: 'a driver reset' } as GPUDeviceLostInfo);
        });
        Object.defineProperty(device, 'lost', { value: lost });
      }
    });
    const running = unwrap(await runner.openProgram(fourProducts(), never));
    expect(await running.step(0, BRIEF, never)).toMatchObject({ ok: true });
    end();
    for (const request of [BRIEF, null])
      expect(await running.step(1, request, never)).toMatchObject({ error: { kind: 'device-lost', reason } });
    expect(await running.whole(BRIEF, never)).toMatchObject({ ok: false });
    running.close();
    runner.close();
    expect(live()).toBe(0);
  });
});

it('a GPU that does not answer is closed by the watchdog', async () => {
  let stuck = false;
  const { runner, live } = await open(
    (device) => {
      const create = device.createBuffer.bind(device);
      device.createBuffer = (descriptor) => {
        const buffer = create(descriptor);
        const map = buffer.mapAsync.bind(buffer);
        buffer.mapAsync = (...args) => (stuck ? new Promise(() => {}) : map(...args));
        return buffer;
      };
    },
    { watchdogSeconds: 1 },
  );
  const running = unwrap(await runner.openProgram(fourProducts(), never));
  expect(await running.step(0, null, never)).toMatchObject({ ok: true });
  stuck = true;
  expect(await running.step(1, null, never)).toMatchObject({ error: { kind: 'watchdog' } });
  stuck = false;
  expect(await running.step(1, null, never)).toMatchObject({ error: { kind: 'watchdog' } });
  runner.close();
  expect(live()).toBe(0);
});

it('tensors without room on the device are out of memory: none is left there, and a smaller program runs', async () => {
  const { runner, live } = await open((device) => limitMemory(device, 32 * 2 ** 20));
  const before = live();
  const large = 3 * 2 ** 20;
  const program = programOf([{ ...product('x', 'huge', 'a'), problem: { m: 1, n: large / 24, k: 24 } }]);
  const tensors = [
    ...program.tensors.map((tensor) => (tensor.id === 'a' ? { ...tensor, elements: large / 24 } : tensor)),
    { id: 'huge', elements: 4 * large, origin: 'given' as const },
  ];
  expect(await runner.openProgram({ ...program, tensors }, never)).toMatchObject({
    error: { kind: 'out-of-memory', detail: 'no room' },
  });
  expect(live()).toBe(before);
  unwrap(await run(runner, fourProducts()));
});

it('a whole whose last output is wrong has no time', async () => {
  const tensors: GPUBuffer[] = [];
  let device: GPUDevice | null = null;
  const { runner } = await open((made) => {
    device = made;
    const create = made.createBuffer.bind(made);
    made.createBuffer = (descriptor) => {
      const buffer = create(descriptor);
      if (descriptor.label === 'tensor') tensors.push(buffer);
      return buffer;
    };
  });
  const program = fourProducts();
  const running = unwrap(await runner.openProgram(program, never));
  for (const index of program.steps.keys()) unwrap(await running.step(index, null, never));
  // Something else than what the steps were verified on.
  for (const tensor of tensors)
    (device as GPUDevice | null)?.queue.writeBuffer(tensor, 0, new Float32Array(576).fill(3));
  expect(await running.whole(BRIEF, never)).toMatchObject({ error: { kind: 'wrong-result' } });
});
