import { describe, expect, it } from 'vitest';
import { kernelById } from '../kernels/catalogue.ts';
import { randomValues } from './buffers.ts';
import { sourceFor } from './pipelines.ts';

function naive() {
  const kernel = kernelById('matmul/naive');
  if (!kernel) throw new Error('no naive matmul');
  return kernel;
}

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

describe('lengths', () => {
  it('go before the source as constants, and nothing but whole numbers does', () => {
    const kernel = naive();
    expect(sourceFor(kernel, { m: 2, n: 3, k: 4 })).toBe(
      `const A_LENGTH = 8;\nconst B_LENGTH = 12;\nconst C_LENGTH = 6;\n${kernel.source}`,
    );
    expect(() => sourceFor({ ...kernel, lengths: () => ({ A: 1.5 }) }, {})).toThrow();
    expect(() => sourceFor({ ...kernel, lengths: () => ({ 'A = 1; //': 1 }) }, {})).toThrow();
  });
});
