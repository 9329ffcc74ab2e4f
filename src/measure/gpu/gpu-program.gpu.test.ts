import { afterEach, describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import type { Program } from '../stack/program.ts';
import { countBuffers, never, openChanged } from './faulty-gpu.fixture.ts';
import type { GpuRunner } from './gpu-runner.ts';
import { BRIEF, fourProducts, product, programOf, wrongKernel } from './program.fixture.ts';

const opened: GpuRunner[] = [];
afterEach(() => {
  for (const runner of opened.splice(0)) runner.close();
});

async function open(change: (device: GPUDevice) => void = () => {}) {
  let buffers = { live: () => -1, made: () => -1 };
  const errors: string[] = [];
  const runner = await openChanged({
    device: (device) => {
      device.addEventListener('uncapturederror', (event) => errors.push(event.error.message));
      buffers = countBuffers(device);
      change(device);
    },
  });
  opened.push(runner);
  return { runner, errors, live: () => buffers.live() };
}

/** Walks every step; times the first of each kernel and problem. */
async function walk(runner: GpuRunner, program: Program) {
  const running = unwrap(await runner.openProgram(program, never));
  const done = [];
  for (const index of program.steps.keys()) done.push(await running.step(index, index === 0 ? BRIEF : null, never));
  return { running, done };
}

it('takes each step’s output to the next, verifies every one, and frees its buffers', async () => {
  const { runner, errors, live } = await open();
  const before = live();
  const { running, done } = await walk(runner, fourProducts());
  // x, w1, w2 and two, three made at a time: a stays until the last step.
  expect(live() - before).toBeGreaterThanOrEqual(6);
  const [first, ...others] = done.map(unwrap);
  expect(first?.measurement).toMatchObject({ kernel: 'matmul/naive', role: 'layer' });
  expect(first?.measurement?.id).toMatch(/ · layer$/);
  expect(others.map(({ measurement }) => measurement)).toEqual([null, null, null]);
  for (const { verified } of others) expect(verified).toMatchObject({ rows: 24, whole: true });
  const whole = unwrap(await running.whole({ ...BRIEF, pairs: 5 }, never));
  expect(whole.samples.length).toBeGreaterThanOrEqual(5);
  expect(whole.interval[0]).toBeLessThanOrEqual(whole.median);
  expect(whole.interval[1]).toBeGreaterThanOrEqual(whole.median);
  expect(whole.verified.rowsChecked).toBeGreaterThan(0);
  running.close();
  running.close();
  // What the engine keeps for itself may have come in between: the poison.
  expect(live() - before).toBeLessThanOrEqual(1);
  runner.close();
  expect(live()).toBe(0);
  expect(errors).toEqual([]);
});

it('runs the last step again, and no other', async () => {
  const { runner } = await open();
  const running = unwrap(await runner.openProgram(fourProducts(), never));
  expect(await running.step(0, null, never)).toMatchObject({ ok: true });
  expect(await running.step(1, null, never)).toMatchObject({ ok: true });
  expect(await running.step(1, BRIEF, never)).toMatchObject({ ok: true });
  await expect(running.step(0, null, never)).rejects.toThrow('neither the next one nor the last');
  await expect(running.step(3, null, never)).rejects.toThrow('neither the next one nor the last');
  expect(await running.step(2, null, never)).toMatchObject({ ok: true });
});

describe('a step that does not run', () => {
  it('is a fault with its kernel, the next ones go on with seeded numbers, and the whole has no time', async () => {
    const { runner } = await open();
    const broken = wrongKernel((source) => source.replace('= sum;', '= sum + 1.0;'));
    const program = programOf([product('x', 'w1', 'a', broken), product('a', 'w2', 'b'), product('b', 'w1', 'c')]);
    const { running, done } = await walk(runner, program);
    expect(done[0]).toMatchObject({ error: { kind: 'wrong-result', kernel: 'matmul/naive' } });
    expect(done.slice(1).every(({ ok }) => ok)).toBe(true);
    expect(await running.whole(BRIEF, never)).toMatchObject({ ok: false, error: { kind: 'unsupported' } });
  });

  it('is refused where a limit is too small for it, with the limit named; its tensors take no memory', async () => {
    const { runner, live } = await open();
    const before = live();
    const large = 2 ** 16;
    const vast = { ...product('huge', 'huge', 'a'), problem: { m: large, n: large, k: large } };
    const small = programOf([vast, product('x', 'w1', 'b')]);
    const tensors = [
      ...small.tensors.map((tensor) => (tensor.id === 'a' ? { ...tensor, elements: large * large } : tensor)),
      { id: 'huge', elements: large * large, origin: 'given' as const },
    ];
    const running = unwrap(await runner.openProgram({ ...small, tensors }, never));
    expect(live() - before).toBe(3);
    const refused = await running.step(0, BRIEF, never);
    expect(refused).toMatchObject({ ok: false, error: { kind: 'unsupported', kernel: 'matmul/naive' } });
    expect(!refused.ok && refused.error.message).toMatch(/max(StorageBufferBinding|Buffer)Size/);
    expect(await running.step(1, null, never)).toMatchObject({ ok: true });
  });
});

it('is refused whole where its tensors together are too large, before a buffer is made', async () => {
  const { runner, live } = await open();
  const before = live();
  const weights = Array.from({ length: 50 }, (_, index) => ({
    id: `large${index}`,
    elements: 2 ** 25,
    origin: 'given' as const,
  }));
  const steps = weights.map(({ id }, index) => ({
    ...product(index === 0 ? 'x' : `y${index - 1}`, id, `y${index}`),
    problem: { m: 24, n: 24, k: 24 },
  }));
  const small = programOf(steps);
  const opening = await runner.openProgram({ ...small, tensors: [...small.tensors, ...weights] }, never);
  expect(opening).toMatchObject({ ok: false, error: { kind: 'unsupported' } });
  expect(!opening.ok && opening.error.message).toMatch(/together; at most 4.GiB/);
  expect(live()).toBe(before);
});
