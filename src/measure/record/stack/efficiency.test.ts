import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/random.ts';
import { seconds } from '#core/units.ts';
import { calibratedTime, evaluateFit, type FitPoint, fitEfficiencies, isCertain } from './efficiency.ts';

const point = (family: string, shape: string, predicted: number, measured: number): FitPoint => ({
  family,
  shape,
  predicted: seconds(predicted),
  measured: seconds(measured),
});

/** Shapes of a family that reaches `efficiency` of its model, off by `noise` as a normal distribution of logarithms. */
function family(name: string, efficiency: number, count: number, noise: number): readonly FitPoint[] {
  const random = seededRandom(count);
  return Array.from({ length: count }, (_, index) => {
    const predicted = 1e-4 * (index + 1);
    return point(name, `shape ${index}`, predicted, (predicted / efficiency) * Math.exp(noise * random.normal()));
  });
}

describe('a fitted efficiency for each family', () => {
  it('is the ratio of modelled to measured time', () => {
    const fitted = fitEfficiencies([...family('matmul', 0.5, 5, 0), ...family('convolution', 0.2, 4, 0)]);
    expect(fitted.get('matmul')?.value).toBeCloseTo(0.5, 12);
    expect(fitted.get('convolution')).toMatchObject({ shapes: 4 });
    expect(fitted.get('convolution')?.value).toBeCloseTo(0.2, 12);
    expect(calibratedTime(seconds(1), 'matmul', fitted)).toBeCloseTo(2, 12);
    expect(calibratedTime(seconds(1), 'attention', fitted)).toBeNull();
  });

  it('is close to the truth with noise, and its interval holds it', () => {
    const found = fitEfficiencies(family('matmul', 0.4, 40, 0.2)).get('matmul');
    expect(found?.value).toBeGreaterThan(0.36);
    expect(found?.value).toBeLessThan(0.44);
    expect(found?.interval[0]).toBeLessThan(0.4);
    expect(found?.interval[1]).toBeGreaterThan(0.4);
  });

  it('weighs twice too slow and twice too fast alike', () => {
    const found = fitEfficiencies([point('matmul', 'a', 1, 2), point('matmul', 'b', 2, 1)]).get('matmul');
    expect(found?.value).toBeCloseTo(1, 12);
    expect(found?.interval[0]).toBeCloseTo(0.5, 12);
    expect(found?.interval[1]).toBeCloseTo(2, 12);
  });

  it('counts a shape once, however many layers have it, and fits nothing to one shape', () => {
    const same = Array.from({ length: 9 }, () => point('matmul', 'a', 1, 2));
    expect(fitEfficiencies(same).size).toBe(0);
    const two = fitEfficiencies([...same, point('matmul', 'b', 1, 8)]).get('matmul');
    expect(two).toMatchObject({ shapes: 2 });
    expect(two?.value).toBeCloseTo(0.25, 12);
  });

  it('has an interval of 95 % from six shapes on, and a range before', () => {
    const certain = [2, 5, 6, 9].map((count) => {
      const found = fitEfficiencies(family('matmul', 0.5, count, 0.1)).get('matmul');
      return found && isCertain(found);
    });
    expect(certain).toEqual([false, false, true, true]);
  });

  it('leaves out what has no time', () => {
    expect(fitEfficiencies([point('matmul', 'a', 0, 2), point('matmul', 'b', 1, 2)]).size).toBe(0);
  });
});

describe('the test of a fit on shapes that it did not see', () => {
  it('takes a constant factor away', () => {
    const found = evaluateFit([...family('matmul', 0.25, 6, 0), ...family('elementwise', 2, 5, 0)]);
    expect(found.tested).toBe(11);
    // 6 times 0.75 and 5 times 1.
    expect(found.before).toBeCloseTo((6 * 0.75 + 5 * 1) / 11, 12);
    expect(found.after).toBeCloseTo(0, 12);
    // 6 times 4 and 5 times 2.
    expect(found.factors?.before).toBeCloseTo((4 ** 6 * 2 ** 5) ** (1 / 11), 10);
    expect(found.factors?.after).toBeCloseTo(1, 10);
    expect(found.sentence).toBe('Tested on 11 shapes, each by the fit to others of its family.');
  });

  it('does not promise what the other half does not hold', () => {
    // Every other shape by modelled time reaches a tenth: a fit to either half is off by ten on the other.
    const points = Array.from({ length: 8 }, (_, index) =>
      point('matmul', `${index}`, index + 1, (index + 1) * (index % 2 === 0 ? 10 : 1)),
    );
    const found = evaluateFit(points);
    expect(found.after).toBeGreaterThan(found.before ?? 0);
  });

  it('says where shapes are too few', () => {
    expect(evaluateFit([])).toMatchObject({ tested: 0, before: null, after: null });
    const few = evaluateFit(family('matmul', 0.5, 2, 0));
    expect(few).toMatchObject({ tested: 0, untested: ['matmul'], before: null });
    expect(few.sentence).toContain('Too few shapes to test a fit');
    // Three shapes: two are fitted, the third is tested by them, and those two by nothing.
    expect(evaluateFit(family('matmul', 0.5, 3, 0))).toMatchObject({ tested: 1, before: null });
    const some = evaluateFit([...family('matmul', 0.5, 4, 0), ...family('attention', 0.5, 1, 0)]);
    expect(some.sentence).toContain('Too few shapes of attention');
  });

  it('does not depend on the order of the points', () => {
    const points = family('matmul', 0.5, 9, 0.3);
    expect(evaluateFit(points.toReversed())).toEqual(evaluateFit(points));
  });
});
