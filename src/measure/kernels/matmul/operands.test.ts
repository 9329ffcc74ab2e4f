import { describe, expect, it } from 'vitest';
import { seededInputs } from '../gpu-harness.ts';
import { verifyOutput } from '../verify.ts';
import { f16 } from './f16.ts';
import { int8 } from './int8.ts';
import { BYTES, HALVES, halfBits, halfValue } from './operands.ts';

const sizes = { m: 5, n: 7, k: 10 };

describe('operands of f16', () => {
  it('are read as they are written, and every f16 has its value', () => {
    for (let at = -1024; at < 1024; at++) expect(halfValue(halfBits(at / 1024))).toBe(at / 1024);
    // IEEE 754: the largest, the smallest, the smallest normal one, a third, infinity, NaN.
    expect([0x7bff, 0x0001, 0x0400, 0x3555, 0xfc00].map(halfValue)).toEqual([
      65_504,
      2 ** -24,
      2 ** -14,
      0.333251953125,
      Number.NEGATIVE_INFINITY,
    ]);
    expect(halfValue(0x7e00)).toBeNaN();
  });
  it('differ on the two sides, and fill what the program binds', () => {
    const { fill, values } = HALVES.content ?? never();
    const [left, right] = [fill('left', sizes, 26), fill('right', sizes, 36)];
    expect([left.length, right.length]).toEqual([26, 36]);
    expect(values('left', sizes, left)).toHaveLength(50);
    expect(values('right', sizes, right)).toHaveLength(70);
    expect(values('left', sizes, left).slice(0, 8)).not.toEqual(values('right', sizes, right).slice(0, 8));
  });
  it('that overflow give a wrong result, with the reason', () => {
    const problem = { m: 2, n: 3, k: 4 };
    // 300 in f16 everywhere: 4 · 300² passes 65,504.
    const words = f16.bindings.slice(0, 2).map(({ elements }) => new Float32Array(elements(problem)));
    for (const each of words) new Uint16Array(each.buffer).fill(0x5cb0);
    const output = new Float32Array(6).fill(Number.POSITIVE_INFINITY);
    const checked = verifyOutput(f16, problem, words, output, () => 0.5);
    expect(checked).toMatchObject({
      ok: false,
      error: {
        message: 'row 0 of 2, column 0: infinity where the reference is 360,000: f16 ends at 65,504',
        mismatches: { length: 6, 0: { row: 0, column: 0, got: Number.POSITIVE_INFINITY, expected: 360_000 } },
      },
    });
  });
});

describe('operands of 8 bits', () => {
  it('lie four steps of K to a word, the last word filled up with noughts', () => {
    const { fill, values } = BYTES.content ?? never();
    for (const [side, lines, words] of [
      ['left', sizes.m, 16],
      ['right', sizes.n, 24],
    ] as const) {
      const packed = fill(side, sizes, words);
      const bytes = new Int8Array(packed.buffer);
      const read = values(side, sizes, packed);
      for (let line = 0; line < lines; line++)
        for (let step = 0; step < 12; step++) {
          const word = side === 'left' ? 3 * line + Math.floor(step / 4) : Math.floor(step / 4) * sizes.n + line;
          const value = side === 'left' ? read[10 * line + step] : read[sizes.n * step + line];
          expect(bytes[4 * word + (step % 4)], `${side} ${line} ${step}`).toBe(step < 10 ? value : 0);
        }
      expect(Math.min(...bytes)).toBeGreaterThanOrEqual(-127);
      expect(new Set(bytes).size).toBeGreaterThan(30);
    }
  });
  it('give exact sums: one too many is wrong', () => {
    const problem = { m: 3, n: 2, k: 33 };
    const inputs = seededInputs(int8, problem, 1);
    const reference = int8.reference(problem, inputs);
    const output = new Float32Array(6);
    for (let row = 0; row < 3; row++) output.set(reference.row(row).values, 2 * row);
    expect(verifyOutput(int8, problem, inputs, output, Math.random)).toMatchObject({ ok: true, value: { worst: 0 } });
    output[5] = (output[5] ?? 0) + 1;
    expect(verifyOutput(int8, problem, inputs, output, Math.random)).toMatchObject({ ok: false });
  });
  it('have no longer K than their sums are exact for', () => {
    const { max } = int8.sizes.find(({ key }) => key === 'k') ?? never();
    expect(127 ** 2 * max).toBeLessThan(2 ** 31);
  });
});

function never(): never {
  throw new Error('it has none');
}
