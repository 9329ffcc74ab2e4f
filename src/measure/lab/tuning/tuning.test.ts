import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bestMatmul } from '../../kernels/best-matmul.ts';
import type { Adapter } from '../../record/record.ts';
import { sampleRun } from '../../record/sample-run.ts';
import { trialsOf } from '../../record/tuning/choice.ts';
import { everyChoice, refusedOn } from '../../record/tuning/grid.ts';
import { NOTHING_TUNED, rememberTuning } from '../../record/tuning/memory.ts';
import { ranked } from '../../record/tuning/ranked.ts';
import type { Depth } from '../experiment.ts';
import { searchFor } from '../experiments/tuning.ts';
import { contextOf, labPlan } from '../plans.ts';
import { runSuite } from '../run-suite.ts';
import { Landscape, type Peak, rateOn } from './landscape.fixture.ts';
import { affordable } from './search.ts';
import { neighboursOf, refusalOf } from './space.ts';

const adapterOf = (over: Partial<Adapter>): Adapter => ({
  ...sampleRun().adapter,
  features: ['subgroups'],
  limits: { maxComputeInvocationsPerWorkgroup: 1024, maxComputeWorkgroupStorageSize: 32_768 },
  ...over,
});
const ADAPTERS = {
  discrete: adapterOf({ vendor: 'nvidia', fallback: false }),
  integrated: adapterOf({ vendor: 'intel', fallback: false }),
  'with the least limits': adapterOf({ vendor: 'intel', fallback: false, limits: {}, features: [] }),
  software: adapterOf({ vendor: 'google', fallback: true }),
};
const PEAKS: readonly Peak[] = [
  { path: 'staged', outputs: 16, invocations: 64, depth: 16 },
  { path: 'staged', outputs: 64, invocations: 256, depth: 8 },
  { path: 'staged', outputs: 32, invocations: 128, depth: 32 },
  { path: 'direct', outputs: 64, invocations: 64, depth: 8 },
  { path: 'quad', outputs: 128, invocations: 8, depth: 8 },
];

// Only these: the suite waits for promises, not for timers.
beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'Date'] }));
afterEach(() => void vi.useRealTimers());

async function search(adapter: Adapter, peak: Peak, over: { seed?: number; spread?: number; slowness?: number } = {}) {
  const runner = new Landscape(adapter, peak, { ...over, take: (wall) => void vi.advanceTimersByTime(1000 * wall) });
  const plan = labPlan(['tuning'], contextOf(runner, 'quick'));
  const start = performance.now();
  const run = await runSuite(runner, plan, { signal: new AbortController().signal });
  return { run, runner, budget: plan.budgetSeconds, elapsed: (performance.now() - start) / 1000 };
}

describe.each(Object.entries(ADAPTERS))('the search on an adapter, %s', (_, adapter) => {
  const { asked } = searchFor({ adapter });
  const allowed = everyChoice.filter((choice) => refusalOf(choice, adapter, asked) === null);

  it('is told how many choices each limit and feature refuses', () => {
    const small = { m: 64, n: 64, k: 64 };
    for (const [reason, count] of refusedOn(adapter)) {
      const refused = everyChoice.filter((choice) => refusalOf(choice, adapter, small)?.includes(reason));
      expect(refused, reason).toHaveLength(count);
    }
    const total = [...refusedOn(adapter).values()].reduce((sum, count) => sum + count, 0);
    expect(everyChoice.filter((choice) => refusalOf(choice, adapter, small) !== null)).toHaveLength(total);
  });

  it('finds a choice within 10 % of the best there is, on hills with 3 % of noise', async () => {
    // A processor that plays GPU is fast where nothing is staged, and only looks at one that stages.
    for (const peak of PEAKS.filter(({ path }) => !adapter.fallback || path !== 'staged'))
      for (const seed of [1, 2, 3]) {
        const { run } = await search(adapter, peak, { seed, spread: 0.03 });
        const [best] = ranked(trialsOf(run.measurements));
        const most = Math.max(...allowed.map((choice) => rateOn(peak, choice)));
        const label = JSON.stringify({ peak, seed, found: best?.choice });
        if (best === undefined) throw new Error(label);
        expect(rateOn(peak, best.choice) / most, label).toBeGreaterThan(0.9);
        // What it found is what the rest of the program then takes.
        const known = rememberTuning(NOTHING_TUNED, { ...run, adapter });
        expect(bestMatmul(asked, adapter, known), label).toMatchObject({
          tuned: true,
          problem: { across: best.choice.across },
        });
      }
  });

  it('tries nothing that the adapter refuses, and ends in time however slow each trial is', async () => {
    for (const slowness of [0.5, 1, 2, 4, 8, 16]) {
      const { run, runner, budget, elapsed } = await search(adapter, PEAKS[0] as Peak, { slowness });
      expect(run.faults).toEqual([]);
      for (const { choice } of trialsOf(run.measurements)) expect(refusalOf(choice, adapter, asked)).toBeNull();
      expect(runner.requests.at(-1)?.role).toBe('point');
      expect(elapsed, `${slowness}`).toBeLessThanOrEqual(budget);
    }
  });
});

it('names the limit or the feature that a choice is refused for', () => {
  const adapter = ADAPTERS['with the least limits'];
  const sizes = { m: 64, n: 64, k: 64 };
  const wide = { kernel: 'matmul/tuned-direct-8x8', across: 64, down: 8 };
  expect(refusalOf(wide, adapter, sizes)).toContain('maxComputeInvocationsPerWorkgroup is 256');
  const deep = { kernel: 'matmul/tuned-staged-8x8', across: 16, down: 16, depth: 32 };
  expect(refusalOf(deep, adapter, sizes)).toContain('maxComputeWorkgroupStorageSize is 16,384 B');
  expect(refusalOf({ kernel: 'matmul/tuned-quad-8x8', across: 4, down: 1 }, adapter, sizes)).toContain('subgroups');
  expect(refusalOf({ ...wide, down: 1 }, adapter, sizes)).toBeNull();
});

it('steps to neighbours that differ in one parameter, there and back', () => {
  for (const choice of everyChoice)
    for (const next of neighboursOf(choice)) {
      expect(neighboursOf(next)).toContainEqual(choice);
      expect(Object.entries(next).filter(([key, value]) => choice[key as keyof typeof choice] !== value)).toHaveLength(
        1,
      );
    }
});

it('searches again in the same run without counting the time in between', async () => {
  const first = await search(ADAPTERS.discrete, PEAKS[0] as Peak);
  vi.advanceTimersByTime(600_000);
  const runner = new Landscape(ADAPTERS.discrete, PEAKS[0] as Peak, {
    take: (wall) => void vi.advanceTimersByTime(1000 * wall),
  });
  const depth: Depth = 'quick';
  const plan = labPlan(['tuning'], contextOf(runner, depth));
  const again = await runSuite(runner, plan, {
    signal: new AbortController().signal,
    before: first.run.measurements,
  });
  expect(again.measurements.length).toBeGreaterThan(12);
});

describe('how many more there is time for', () => {
  const budget = 30;
  it.each([
    ['nothing was tried yet', { trials: 0, seconds: 0 }, { most: 5 }, 5],
    ['there is time for more than are wanted', { trials: 4, seconds: 4 }, { most: 5 }, 5],
    ['some of it is kept for later', { trials: 4, seconds: 4 }, { most: 40, reserved: 10 }, 16],
    ['what comes takes twice as long', { trials: 4, seconds: 4 }, { most: 40, times: 2 }, 13],
    ['each takes long', { trials: 2, seconds: 16 }, { most: 5 }, 1],
    ['it is late', { trials: 2, seconds: 31 }, { most: 5 }, 0],
  ])('where %s', (_, spent, rest, count) => {
    expect(affordable(spent, budget, rest)).toBe(count);
  });
});
