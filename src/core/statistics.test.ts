import { describe, expect, it } from 'vitest';
import { seededRandom } from './random.ts';
import {
  bootstrapInterval,
  geometricMean,
  kendallTau,
  median,
  medianDeviation,
  medianInterval,
  quantile,
} from './statistics.ts';

describe('statistics', () => {
  it('interpolates quantiles', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3, 4, 5], 0.25)).toBe(2);
    expect(median([])).toBeNaN();
    expect(medianDeviation([1, 1, 2, 2, 4, 6, 9])).toBe(1);
    expect(geometricMean([2, 8])).toBeCloseTo(4, 12);
  });

  it('takes the ranks that binomial tables give for the median', () => {
    // Conover 1999: n = 10 → ranks 2 and 9; n = 20 → 6 and 15; n = 6 → 1 and 6; under 6 the whole range.
    const ranks = (count: number) => medianInterval(Array.from({ length: count }, (_, index) => index + 1));
    expect(ranks(10)).toEqual([2, 9]);
    expect(ranks(20)).toEqual([6, 15]);
    expect(ranks(6)).toEqual([1, 6]);
    expect(ranks(5)).toEqual([1, 5]);
    expect(ranks(1)).toEqual([1, 1]);
  });

  it('covers the true median in about 95 % of noisy samples', () => {
    const random = seededRandom(7);
    let covered = 0;
    for (let trial = 0; trial < 2000; trial++) {
      const [low, high] = medianInterval(Array.from({ length: 15 }, () => random.normal()));
      if (low <= 0 && high >= 0) covered++;
    }
    expect(covered / 2000).toBeGreaterThan(0.94);
  });

  it('bootstraps any statistic', () => {
    const random = seededRandom(3);
    const values = Array.from({ length: 200 }, () => 10 + random.normal());
    const [low, high] = bootstrapInterval(values, median, random);
    expect(low).toBeLessThan(10.1);
    expect(high).toBeGreaterThan(9.9);
    expect(high - low).toBeLessThan(0.6);
  });

  it('says how alike two orders are', () => {
    const of = (...ys: number[]) => kendallTau(ys.map((y, x) => [x, y]));
    expect(of(1, 2, 3, 4)).toBe(1);
    expect(of(4, 3, 2, 1)).toBe(-1);
    // One of six pairs the other way round: (5 − 1) / 6.
    expect(of(1, 3, 2, 4)).toBeCloseTo(2 / 3, 12);
    // scipy.stats.kendalltau([12, 2, 1, 12, 2], [1, 4, 7, 1, 0]) is −0.4714045.
    expect(
      kendallTau([
        [12, 1],
        [2, 4],
        [1, 7],
        [12, 1],
        [2, 0],
      ]),
    ).toBeCloseTo(-0.471404520791, 11);
    expect(of(1)).toBeNaN();
    expect(of(5, 5, 5)).toBeNaN();
  });
});
