import { describe, expect, it } from 'vitest';
import { type OPTIMIZERS, stateBytes } from './optimizer.ts';

describe('state of an optimizer', () => {
  it('is so many moments of each element', () => {
    const of = (optimizer: (typeof OPTIMIZERS)[number]) => stateBytes(optimizer, [12, 5], 4);
    expect(of('sgd')).toBe(0);
    expect(of('momentum')).toBe(4 * 60);
    expect(of('adam')).toBe(8 * 60);
    expect(of('adamw')).toBe(8 * 60);
    expect(stateBytes('adamw', [12, 5], 2)).toBe(4 * 60);
  });

  it('of Adafactor is a sum a row and a sum a column, of each matrix of the last two axes', () => {
    expect(stateBytes('adafactor', [4096, 1000], 4)).toBe(4 * (4096 + 1000));
    expect(stateBytes('adafactor', [7, 3, 11, 5], 4)).toBe(4 * 7 * 3 * (11 + 5));
    expect(stateBytes('adafactor', [4096], 4)).toBe(4 * 4096);
  });

  it('of 8-bit Adam is two bytes, and two scales for each started block of 2,048', () => {
    expect(stateBytes('adam8bit', [2048], 4)).toBe(2 * 2048 + 8);
    expect(stateBytes('adam8bit', [2049], 4)).toBe(2 * 2049 + 16);
    expect(stateBytes('adam8bit', [7_000_000_000], 4) / 7e9).toBeCloseTo(2 + 8 / 2048, 6);
  });
});
