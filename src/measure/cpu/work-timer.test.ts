import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CpuWork } from './kernel.ts';
import { LONGEST_SLICE } from './slices.ts';
import { WorkTimer } from './work-timer.ts';

const never = new AbortController().signal;

/** A clock that moves where work says so alone. */
let clock = 0;
beforeEach(() => {
  clock = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
});
afterEach(() => vi.restoreAllMocks());

/** Takes `milliseconds` a step, and notes what it ran. */
function workOf(steps: number, milliseconds = 1) {
  const ran: number[] = [];
  const work: CpuWork = {
    steps,
    run: (first, end) => {
      for (let step = first; step < end; step++) ran.push(step);
      clock += milliseconds * (end - first);
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
    const others = () => {
      seen.push(ran.length);
      clock += 5;
      if (ran.length < 60) setImmediate(others);
    };
    setImmediate(others);
    const { passes, wall } = await new WorkTimer([work], never).run([1]);
    expect(ran).toHaveLength(60);
    expect(seen.some((steps) => steps > 0 && steps < 60)).toBe(true);
    expect(Number(passes[0])).toBeCloseTo(0.12, 9);
    expect(wall).toBeGreaterThan(0.12);
  });
  it('holds the thread for no longer than a slice', async () => {
    const { work } = workOf(1000, 1);
    let longest = 0;
    const noting = {
      ...work,
      run: (first: number, end: number) => {
        longest = Math.max(longest, end - first);
        work.run(first, end);
      },
    };
    await new WorkTimer([noting], never).run([1]);
    expect(longest).toBeGreaterThan(LONGEST_SLICE / 4);
    expect(longest).toBeLessThanOrEqual(LONGEST_SLICE);
  });
  it('tells what a dispatch takes by the fastest slice of the warm-up', async () => {
    const { work } = workOf(10, 2);
    let calls = 0;
    // The first call is held up, as by another program.
    const held: CpuWork = {
      ...work,
      run: (first, end) => {
        if (calls++ === 0) clock += 30;
        work.run(first, end);
      },
    };
    expect(await new WorkTimer([held], never).warmUp(0.2)).toBeCloseTo(0.02, 9);
    expect(clock).toBeGreaterThanOrEqual(200);
  });
  it('stops between two slices', async () => {
    const { work, ran } = workOf(1000, 2);
    const stopping = new AbortController();
    setImmediate(() => stopping.abort());
    await expect(new WorkTimer([work], stopping.signal).run([1])).rejects.toThrow();
    expect(ran.length).toBeLessThan(1000);
  });
});
