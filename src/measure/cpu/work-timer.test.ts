import { describe, expect, it } from 'vitest';
import type { CpuWork } from './kernel.ts';
import { LONGEST_SLICE } from './slices.ts';
import { WorkTimer } from './work-timer.ts';

const never = new AbortController().signal;

/** Busy for `milliseconds` a step, and noting what it ran. */
function workOf(steps: number, milliseconds = 0) {
  const ran: number[] = [];
  const work: CpuWork = {
    steps,
    run: (first, end) => {
      for (let step = first; step < end; step++) {
        ran.push(step);
        for (const until = performance.now() + milliseconds; performance.now() < until; );
      }
    },
    poison: () => {},
    *verify() {
      yield;
      return { ok: false, error: 'not asked for' };
    },
  };
  return { work, ran };
}

describe('the timer of typed-array work', () => {
  it('runs each dispatch whole, in order', async () => {
    const { work, ran } = workOf(3);
    const times = await new WorkTimer([work], never).run([2, 1]);
    expect(ran).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2]);
    expect(times.passes).toHaveLength(2);
  });
  it('gives each dispatch the next set of arrays, through all passes, from the first after the warm-up', async () => {
    const sets = [workOf(2), workOf(2), workOf(2)];
    const timer = new WorkTimer(
      sets.map(({ work }) => work),
      never,
    );
    await timer.warmUp(0.001);
    for (const { ran } of sets) ran.length = 0;
    await timer.run([2]);
    await timer.run([2]);
    expect(sets.map(({ ran }) => ran)).toEqual([
      [0, 1, 0, 1],
      [0, 1],
      [0, 1],
    ]);
  });
  it('lets others have the thread between slices, and keeps their time out of the pass', async () => {
    const { work, ran } = workOf(60, 2);
    const seen: number[] = [];
    const timer = setInterval(() => {
      seen.push(ran.length);
      for (const until = performance.now() + 5; performance.now() < until; );
    }, 1);
    const { passes, wall } = await new WorkTimer([work], never).run([1]);
    clearInterval(timer);
    expect(ran).toHaveLength(60);
    // 120 ms of work: some slices of at most 40 ms.
    expect(seen.some((steps) => steps > 0 && steps < 60)).toBe(true);
    const most = Math.max(...seen.map((steps, i) => steps - (seen[i - 1] ?? 0)));
    expect(most * 2).toBeLessThanOrEqual(2 * LONGEST_SLICE);
    expect(Number(passes[0])).toBeLessThan(wall);
  });
  it('stops between two slices', async () => {
    const { work, ran } = workOf(1000, 2);
    const stopping = new AbortController();
    setTimeout(() => stopping.abort(), 30);
    await expect(new WorkTimer([work], stopping.signal).run([1])).rejects.toThrow();
    expect(ran.length).toBeLessThan(1000);
  });
});
