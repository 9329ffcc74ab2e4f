import { afterEach, describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { kernelOf, never, openChanged, smallRequest } from './faulty-gpu.fixture.ts';
import type { GpuRunner } from './gpu-runner.ts';

const opened: GpuRunner[] = [];
afterEach(() => {
  for (const runner of opened.splice(0)) runner.close();
});

/** An engine whose timestamps, begin and end of each pass, are changed on their way to the page. */
async function open(change: (begin: bigint, end: bigint, pass: number) => readonly [bigint, bigint]) {
  let pass = 0;
  const runner = await openChanged({
    device: (device) => {
      const create = device.createBuffer.bind(device);
      device.createBuffer = (descriptor) => {
        const buffer = create(descriptor);
        if (descriptor.label !== 'timestamps read back') return buffer;
        const range = buffer.getMappedRange.bind(buffer);
        buffer.getMappedRange = (offset, size) => {
          const readings = new BigUint64Array(range(offset, size).slice(0));
          for (let i = 0; i + 1 < readings.length; i += 2)
            [readings[i], readings[i + 1]] = change(readings[i] ?? 0n, readings[i + 1] ?? 0n, pass++) as [
              bigint,
              bigint,
            ];
          return readings.buffer;
        };
        return buffer;
      };
    },
  });
  opened.push(runner);
  return runner;
}
const MASK = 65_536n;
const copy = () => smallRequest(kernelOf('memory/copy'), { passSeconds: 0.008, pairs: 5, budgetSeconds: 10 });

describe('timestamps', () => {
  it('masked to 65,536 ns, as Chrome gives them to visitors, are known as such, and no interval is narrower', async () => {
    const runner = await open((begin, end) => [(begin / MASK) * MASK, (end / MASK) * MASK]);
    expect(runner.clock).toEqual({ kind: 'timestamp-query', resolution: 65_536e-9 });
    const { interval, dispatches, median, clock } = unwrap(await runner.measure(copy(), never));
    expect(clock).toEqual(runner.clock);
    expect(interval[0]).toBeLessThanOrEqual(median - 65_536e-9 / dispatches + 1e-15);
    expect(interval[1]).toBeGreaterThanOrEqual(median + 65_536e-9 / dispatches - 1e-15);
  });

  it('in raw ticks are found out by the wall, which times instead and says so', async () => {
    // 19.2 MHz: 52 ns a tick.
    const runner = await open((begin, end) => [begin / 52n, end / 52n]);
    expect(runner.clock.kind).toBe('wall');
    const measured = unwrap(await runner.measure(copy(), never));
    expect(measured.clock).toEqual(runner.clock);
    expect(measured.notes.join()).toContain('do not count nanoseconds');
  });

  it('that always run backwards are left for the wall', async () => {
    const runner = await open((begin, end) => [end, begin]);
    expect(runner.clock.kind).toBe('wall');
    expect(unwrap(await runner.measure(copy(), never)).median).toBeGreaterThan(0);
  });

  it('that run backwards now and then cost those passes, never a sign', async () => {
    const runner = await open((begin, end, pass) => (pass % 5 === 4 ? [end, begin] : [begin, end]));
    expect(runner.clock.kind).toBe('timestamp-query');
    const measured = unwrap(await runner.measure(copy(), never));
    expect(measured.samples.length).toBeGreaterThanOrEqual(3);
    expect(Math.min(...measured.samples)).toBeGreaterThan(0);
    expect(measured.notes.join()).toContain('left out');
  });

  it('that stand still are left for the wall', async () => {
    const runner = await open(() => [7n, 7n]);
    expect(runner.clock.kind).toBe('wall');
  });
});
