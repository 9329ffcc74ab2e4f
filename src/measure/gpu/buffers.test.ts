import { describe, expect, it } from 'vitest';
import { randomValues } from './buffers.ts';

describe('inputs', () => {
  it('are seeded, exact in f32 and inside [−1, 1)', () => {
    const values = randomValues(50_000, 3);
    expect(values).toEqual(randomValues(50_000, 3));
    expect(values).not.toEqual(randomValues(50_000, 4));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-1);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(new Set(values).size).toBeGreaterThan(49_000);
  });

  it('repeat a block of prime length, so that no stride of a power of two finds the same value', () => {
    const values = randomValues(2_200_000, 1);
    expect(values[1_048_573]).toBe(values[0]);
    expect(values[2_199_999]).toBe(values[2_199_999 - 2 * 1_048_573]);
    for (let power = 0; power <= 20; power++) expect(values[2 ** power]).not.toBe(values[0]);
  });
});
