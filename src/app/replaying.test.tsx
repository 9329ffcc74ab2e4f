import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { seconds } from '#core/units.ts';
import type { Run } from '#measure/record/record.ts';
import { parseRun } from '#measure/record/run-schema.ts';
import { sampleMeasurement, sampleRun } from '#measure/record/sample-run.ts';
import { sampleStackRun } from '#measure/record/stack/sample-stack-run.fixture.ts';
import type { Progress } from '#state/runs.ts';
import { pausesOf, replayRun } from './replaying.ts';

const START = Date.parse('2026-11-20T10:00:00.000Z');
/** A run whose measurements ended this many seconds after it started. */
const runOf = (...ends: readonly number[]): Run => ({
  ...sampleRun(),
  startedAt: new Date(START).toISOString(),
  seconds: seconds(Math.max(...ends)),
  measurements: ends.map((end, index) =>
    sampleMeasurement({ problem: { m: index, n: 32, k: 16 }, at: new Date(START + end * 1000).toISOString() }),
  ),
});

it('keeps the pace of the run, and shortens a long one', () => {
  expect(pausesOf(runOf(1, 3, 4))).toEqual([1, 2, 1]);
  const long = pausesOf(runOf(30, 120, 240));
  expect(long.reduce((sum, each) => sum + each, 0)).toBeCloseTo(12);
  expect((long[1] ?? 0) / (long[0] ?? 1)).toBeCloseTo(3);
  expect(pausesOf(runOf(0, 0))).toEqual([6, 6]);
});

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function start(run: Run) {
  const shown: Run[] = [];
  const progress: Progress[] = [];
  const stop = new AbortController();
  const over = replayRun(run, {
    signal: stop.signal,
    show: (each) => shown.push(each),
    onProgress: (each) => progress.push(each),
  });
  return { shown, progress, stop, over };
}

it('shows one measurement after another, then the whole run', async () => {
  const run = {
    ...runOf(1, 3, 4),
    machine: { tiers: [], range: [1, 2], sentences: [] } as unknown as NonNullable<Run['machine']>,
  };
  const { shown, progress, over } = start(run);
  await vi.advanceTimersByTimeAsync(1500);
  expect(shown.map(({ measurements }) => measurements.length)).toEqual([0, 1]);
  expect(shown.every(({ machine }) => machine === undefined)).toBe(true);
  expect(progress.at(-1)).toMatchObject({ done: 1, total: 3, secondsLeft: 3 });
  await vi.advanceTimersByTimeAsync(3000);
  await over;
  expect(shown.at(-1)).toBe(run);
});

it('shows a stack as far as its layers are measured: each as the run’s files have it', async () => {
  const run = sampleStackRun();
  const { shown, over } = start(run);
  await vi.advanceTimersByTimeAsync(20_000);
  await over;
  const layers = run.stack.steps.length;
  const ceilings = run.measurements.length - layers;
  expect(shown.slice(0, -1).map(({ stack }) => stack?.steps.length)).toEqual([
    ...Array.from({ length: ceilings }, () => 0),
    ...Array.from({ length: layers }, (_, index) => index),
  ]);
  for (const each of shown) expect(parseRun(JSON.parse(JSON.stringify(each)))).toMatchObject({ ok: true });
  expect(shown.at(-1)).toBe(run);
});

it('a Stop shows the whole run at once', async () => {
  const run = runOf(5, 10);
  const { shown, stop, over } = start(run);
  await vi.advanceTimersByTimeAsync(10);
  stop.abort();
  await over;
  expect(shown.map(({ measurements }) => measurements.length)).toEqual([0, 2]);
  expect(vi.getTimerCount()).toBe(0);
});
