import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/random.ts';
import { median } from '#core/statistics.ts';
import { seconds } from '#core/units.ts';
import type { Clock } from '../record/record.ts';
import { elapsed, stepOf } from './clock-step.ts';
import { estimate, LONGEST_SUBMIT, type PairTimes, passesOf, planPasses, submitsOf } from './estimator.ts';

/** Chrome masks the low 16 bits of a timestamp. */
const MASK = 65_536n;
const MASKED: Clock = { kind: 'timestamp-query', resolution: seconds(65_536e-9) };
const FINE: Clock = { kind: 'timestamp-query', resolution: seconds(1e-9) };
const mask = (nanoseconds: number) => (BigInt(Math.round(nanoseconds)) / MASK) * MASK;

/** Pass times as a masked clock reads them, starting at any phase of its step. */
function maskedPairs(dispatch: number, fixed: number, dispatches: number, count: number, seed: number): PairTimes[] {
  const random = seededRandom(seed);
  const pass = (n: number) => {
    const begin = random.next() * 1e9;
    return elapsed(mask(begin), mask(begin + (fixed + n * dispatch) * 1e9));
  };
  return Array.from({ length: count }, () => ({ short: pass(dispatches), long: pass(2 * dispatches) }));
}

describe('estimate', () => {
  it('finds the time of a dispatch on timestamps masked to 65,536 ns', () => {
    for (const dispatch of [3.1e-6, 47e-6, 0.9e-3, 5.3e-3]) {
      const plan = planPasses(dispatch, 0.012);
      let held = 0;
      for (let seed = 0; seed < 40; seed++) {
        const found = estimate(maskedPairs(dispatch, 21e-6, plan.dispatches, 9, seed), plan, MASKED);
        if (!found.ok) throw new Error(found.error);
        expect(Math.abs(found.value.median / dispatch - 1)).toBeLessThan(0.011);
        const [low, high] = found.value.interval;
        if (low <= dispatch && dispatch <= high) held++;
        // A coarse clock makes an honest interval, not an empty one.
        expect(high - low).toBeGreaterThan((1.999 * 65_536e-9) / plan.dispatches);
      }
      expect(held).toBeGreaterThanOrEqual(38);
    }
  });

  it('cancels the fixed cost of a pass, which the mean of a pass would not', () => {
    const plan = planPasses(10e-6, 0.008);
    const pairs = maskedPairs(10e-6, 2e-3, plan.dispatches, 9, 5);
    const found = estimate(pairs, plan, MASKED);
    expect(found.ok && Math.abs(found.value.median / 10e-6 - 1)).toBeLessThan(0.02);
    const naive = median(pairs.map((pair) => (pair.short ?? 0) / plan.dispatches));
    expect(naive / 10e-6).toBeGreaterThan(1.2);
  });

  it('keeps to the median under noise, with an interval that holds the truth in most runs', () => {
    const random = seededRandom(11);
    const plan = planPasses(1e-4, 0.01);
    let held = 0;
    for (let run = 0; run < 200; run++) {
      const time = (n: number) => seconds(n * 1e-4 * (1 + 0.02 * random.normal()) + (random.next() < 0.1 ? 5e-3 : 0));
      const pairs = Array.from({ length: 15 }, () => ({
        short: time(plan.dispatches),
        long: time(2 * plan.dispatches),
      }));
      const found = estimate(pairs, plan, FINE);
      if (!found.ok) throw new Error(found.error);
      expect(Math.abs(found.value.median / 1e-4 - 1)).toBeLessThan(0.15);
      if (found.value.interval[0] <= 1e-4 && found.value.interval[1] >= 1e-4) held++;
    }
    expect(held).toBeGreaterThan(170);
  });

  it('leaves out passes whose clock ran backwards or stood still, and says so', () => {
    const plan = planPasses(1e-3, 0.01);
    const good = { short: seconds(0.01), long: seconds(0.02) };
    const pairs = [
      good,
      { short: null, long: seconds(0.02) },
      good,
      { short: seconds(0.02), long: seconds(0.01) },
      good,
    ];
    const found = estimate([...pairs, { short: seconds(0), long: seconds(0) }], plan, FINE);
    if (!found.ok) throw new Error(found.error);
    expect(found.value.samples).toHaveLength(3);
    expect(found.value.median).toBeCloseTo(1e-3, 12);
    expect(found.value.notes.join()).toContain('3 of 6 pairs were left out');
  });

  it('counts whole passes where noise drowns the differences, rather than those that noise made positive', () => {
    const random = seededRandom(9);
    const plan = planPasses(0.02, 0.012);
    expect(plan.dispatches).toBe(1);
    const busy = (n: number) => seconds(n * 0.02 + 0.05 * random.next());
    const pairs = Array.from({ length: 30 }, () => ({ short: busy(1), long: busy(2) }));
    const drowned = pairs.map((pair, i) => (i % 2 === 0 ? pair : { short: pair.long, long: pair.short }));
    const found = estimate(drowned, plan, FINE);
    if (!found.ok) throw new Error(found.error);
    expect(found.value.samples).toHaveLength(30);
    expect(found.value.notes.join()).toContain('lost in noise');
    // Half the mean noise is in a pass: an upper bound, and not far off.
    expect(found.value.median).toBeGreaterThan(0.02);
    expect(found.value.median).toBeLessThan(0.05);
  });

  it('refuses to give a time from fewer than three pairs', () => {
    const plan = planPasses(1e-3, 0.01);
    const good = { short: seconds(0.01), long: seconds(0.02) };
    expect(estimate([good, good, { short: null, long: null }], plan, FINE)).toMatchObject({ ok: false });
    expect(estimate([], plan, FINE).ok).toBe(false);
  });

  it('says when the spread is wide', () => {
    const plan = planPasses(1e-3, 0.01);
    const pairs = [1, 2, 3, 4, 5].map((factor) => ({ short: seconds(0.01), long: seconds(0.01 + 0.01 * factor) }));
    const found = estimate(pairs, plan, FINE);
    expect(found.ok && found.value.notes.join()).toContain('more than 10 %');
  });

  it('times a dispatch too long for a pair by itself', () => {
    const plan = planPasses(0.2, 0.01);
    expect(plan).toMatchObject({ dispatches: 1, paired: false });
    const found = estimate(
      [0.21, 0.2, 0.19].map((time) => ({ short: seconds(time), long: null })),
      plan,
      FINE,
    );
    expect(found.ok && found.value.median).toBeCloseTo(0.2, 12);
    expect(planPasses(0.3, 0.01).notes.join()).toContain('250 ms');
  });
});

describe('planning', () => {
  it('keeps every submit under 250 ms, whatever a dispatch takes', () => {
    for (let exponent = -7; exponent < -0.9; exponent += 0.05) {
      const dispatch = 10 ** exponent;
      const plan = planPasses(dispatch, 0.016);
      const passes = Array.from({ length: 9 }, (_, pair) => passesOf(plan, pair)).flat();
      const submits = submitsOf(passes, dispatch, 16);
      expect(submits.flat()).toEqual(passes);
      for (const submit of submits) {
        expect(submit.length).toBeLessThanOrEqual(16);
        expect(submit.reduce((sum, count) => sum + count, 0) * dispatch).toBeLessThanOrEqual(LONGEST_SUBMIT);
      }
    }
  });

  it('aims at the length that was asked for', () => {
    expect(planPasses(1e-3, 0.012).dispatches).toBe(12);
    expect(planPasses(20e-3, 0.012).dispatches).toBe(1);
    expect(planPasses(1e-9, 0.012).dispatches).toBeLessThanOrEqual(8192);
  });

  it('runs the long pass first in every other pair', () => {
    const plan = planPasses(1e-3, 0.01);
    expect(passesOf(plan, 0)).toEqual([10, 20]);
    expect(passesOf(plan, 1)).toEqual([20, 10]);
  });
});

describe('the clock', () => {
  it('finds the mask of a browser, the tick of a GPU, and one nanosecond', () => {
    const random = seededRandom(2);
    const readings = Array.from({ length: 24 }, () => random.next() * 1e8);
    expect(stepOf(readings.map(mask))).toBe(65_536n);
    expect(stepOf(readings.map((reading) => BigInt(Math.round(reading / 80)) * 80n))).toBe(80n);
    expect(stepOf(readings.map((reading) => BigInt(Math.round(reading))))).toBe(1n);
    expect(stepOf([5n, 5n])).toBeNull();
    expect(stepOf([])).toBeNull();
  });

  it('gives no time where the clock ran backwards', () => {
    expect(elapsed(10n, 5n)).toBeNull();
    expect(elapsed(5n, 10n)).toBeCloseTo(5e-9, 15);
  });
});
