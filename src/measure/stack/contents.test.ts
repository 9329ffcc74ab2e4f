import { describe, expect, it } from 'vitest';
import { scaleAndShift, uniform } from './contents.ts';

describe('random contents', () => {
  it('are the same for a key, others for another, and spread evenly', () => {
    const values = uniform('weight a', 10_000, -2, 2).fill();
    expect(uniform('weight a', 10_000, -2, 2).fill()).toEqual(values);
    expect(uniform('weight b', 10_000, -2, 2).fill()).not.toEqual(values);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const square = values.reduce((sum, value) => sum + value * value, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.05);
    expect(square).toBeCloseTo(4 / 3, 1);
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(2);
  });

  it('go on to the end of a long tensor, and repeat at no stride of a matrix', () => {
    const length = 2 ** 22 + 5;
    const values = uniform('long', length, 1, 2).fill();
    expect(values).toHaveLength(length);
    expect(values.every((value) => value >= 1 && value <= 2)).toBe(true);
    const alike = (stride: number) =>
      Array.from({ length: 1000 }, (_, index) => index).filter((index) => values[index] === values[index + stride])
        .length;
    for (const stride of [2 ** 20, 2 ** 21, 3 * 2 ** 20]) expect(alike(stride)).toBeLessThan(5);
    expect(alike(2 ** 20 - 3)).toBe(1000);
    expect([...values.subarray(-3)]).toEqual([...values.subarray(length - 3 - (2 ** 20 - 3)).subarray(0, 3)]);
  });
});

describe('a norm as factor and summand', () => {
  const of = (...values: number[]) => ({ key: values.join(), fill: () => Float32Array.from(values) });

  it('is what PyTorch computes', () => {
    const norm = { weight: of(2, 1), bias: of(0.5, 0), mean: of(1, -1), variance: of(4 - 1e-5, 1 - 1e-5) };
    const { scale, shift } = scaleAndShift({ channels: 2, bias: of(3, 0), norm });
    expect([...scale.fill()]).toEqual([1, 1]);
    // 2 / 2 · (z + 3 − 1) + 0.5, and 1 · (z + 1).
    expect([...shift.fill()]).toEqual([2.5, 1]);
  });

  it('is 1 and the bias where there is none', () => {
    const { scale, shift } = scaleAndShift({ channels: 2, bias: of(3, 4), norm: null });
    expect([...scale.fill()]).toEqual([1, 1]);
    expect([...shift.fill()]).toEqual([3, 4]);
    expect([...scaleAndShift({ channels: 2, bias: null, norm: null }).shift.fill()]).toEqual([0, 0]);
  });
});
