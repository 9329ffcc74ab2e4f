import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/random.ts';
import { unwrap } from '#core/result.ts';
import { halves, SINGLE } from './matmul/arithmetic.ts';
import { matmulReference } from './matmul/reference.ts';
import { errorRatio, valueText } from './mismatch.ts';
import { poison } from './poison.ts';
import { verifyOutput } from './verify.ts';

const SIZES = { m: 7, n: 5, k: 9 };
const INFINITE = Number.POSITIVE_INFINITY;

/** A product of stated operands, the right output of it, and what is said of another. */
function product(change: (a: Float32Array, b: Float32Array) => void = () => {}, arithmetic = SINGLE, sizes = SIZES) {
  const random = seededRandom(5);
  const { m, n, k } = sizes;
  const a = Float32Array.from({ length: m * k }, () => random.integer(64) / 32 - 1);
  const b = Float32Array.from({ length: k * n }, () => random.integer(64) / 32 - 1);
  change(a, b);
  const reference = matmulReference(sizes, a, b, arithmetic);
  const right = new Float32Array(m * n);
  for (let row = 0; row < m; row++) right.set(reference.row(row).values, row * n);
  const verdict = (wrong: (output: Float32Array) => void = () => {}, sampleRows = 2) => {
    const output = right.slice();
    wrong(output);
    return verifyOutput({ reference: () => reference }, {}, [], output, random.next, sampleRows);
  };
  const fault = (wrong: (output: Float32Array) => void, sampleRows?: number) => {
    const checked = verdict(wrong, sampleRows);
    if (checked.ok) throw new Error('was taken for right');
    return checked.error;
  };
  return { right, verdict, fault };
}
const put = (at: number, value: number) => (output: Float32Array) => void output.set([value], at);

describe('an element', () => {
  it('that should be NaN or infinite must be just that', () => {
    expect(errorRatio(Number.NaN, Number.NaN, 0)).toBe(0);
    expect(errorRatio(INFINITE, INFINITE, Number.NaN)).toBe(0);
    for (const [found, expected] of [
      [1, Number.NaN],
      [Number.NaN, 1],
      [-INFINITE, INFINITE],
      [1, INFINITE],
      [INFINITE, 1],
      [INFINITE, Number.NaN],
      [Number.NaN, INFINITE],
    ] as const)
      expect(errorRatio(found, expected, INFINITE), `${found} for ${expected}`).toBe(INFINITE);
    expect(errorRatio(1.5, 1, 1)).toBe(0.5);
    expect(errorRatio(1, 1, 0)).toBe(0);
    expect(errorRatio(1.5, 1, 0)).toBe(INFINITE);
  });
  it('is shown as it was computed', () => {
    expect([Number.NaN, -INFINITE, 65_504, -0.25, 3.4e38, -1e-9, 0].map(valueText)).toEqual([
      'NaN',
      '−infinity',
      '65,504',
      '−0.25',
      '3.400e38',
      '−1.000e−9',
      '0',
    ]);
  });
});

describe('NaN and infinity in the data', () => {
  // One of A's third row, and infinities in columns 0 and 4 of B.
  const wild = (a: Float32Array, b: Float32Array) => {
    a[2 * SIZES.k + 1] = Number.NaN;
    b[3 * SIZES.n] = INFINITE;
    b[5 * SIZES.n + 4] = -INFINITE;
  };
  const { right, verdict, fault } = product(wild);
  it('are right where the reference has them, in rows that are compared and in those that are not', () => {
    expect(right.filter((value) => Number.isFinite(value)).length).toBe((SIZES.m - 1) * (SIZES.n - 2));
    expect(verdict()).toMatchObject({ ok: true, value: { whole: true } });
    expect(verdict(() => {}, SIZES.m)).toMatchObject({ ok: true });
  });
  it('are missed wherever they are left out, and found wherever they do not belong', () => {
    for (const [at, value] of right.entries())
      for (const other of [Number.NaN, INFINITE, -INFINITE, 0.25]) {
        if (Object.is(other, value)) continue;
        const { mismatches } = fault(put(at, other));
        expect(mismatches).toEqual([
          { row: Math.floor(at / SIZES.n), column: at % SIZES.n, got: other, expected: value },
        ]);
      }
  });
  it('are told from what nobody wrote', () => {
    const { message, mismatches } = fault((output) => poison(output.subarray(2 * SIZES.n, 2 * SIZES.n + 2)));
    expect(message).toBe('wrote nothing to row 2 of 7');
    expect(mismatches).toEqual([0, 1].map((column) => ({ row: 2, column, got: null, expected: Number.NaN })));
    expect(product().fault(put(11, Number.NaN)).message).toMatch(/^row 2 of 7, column 1: NaN where the reference is /);
  });
});

describe('mismatches', () => {
  it('are the first eight, in order', () => {
    const { right, fault } = product();
    const { mismatches } = fault((output) => output.subarray(3).fill(99));
    expect(mismatches.map(({ row, column }) => row * SIZES.n + column)).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
    expect(mismatches[0]).toEqual({ row: 0, column: 3, got: 99, expected: right[3] });
  });
  it('are said with the worst of their row', () => {
    const { right, fault } = product();
    const at = 6 * SIZES.n + 2;
    const { message } = fault(put(at, 2 * (right[at] ?? 0) + 1));
    expect(message).toMatch(/^row 6 of 7 is off by .* times the rounding that f32 allows: column 2 is .*, not /);
  });
});

describe('what passes the end of f16', () => {
  const large = { m: 3, n: 2, k: 4 };
  it('is wrong, with the reason', () => {
    const fill = (a: Float32Array, b: Float32Array) => {
      a.fill(267);
      b.fill(266.5);
    };
    const big = product(fill, halves(16), large);
    expect(big.verdict()).toMatchObject({ ok: true });
    const { message, mismatches } = big.fault(put(3, INFINITE));
    expect(message).toBe('row 1 of 3, column 1: infinity where the reference is 284,622: f16 ends at 65,504');
    expect(mismatches).toEqual([{ row: 1, column: 1, got: INFINITE, expected: 284_622 }]);
  });
  it('is the reason of a NaN too, where sums on the way pass it', () => {
    const cancelling = product(
      (a, b) => {
        a.set([300, 300, -300, -300, 300, 300, -300, -300]);
        b.fill(300);
      },
      halves(16),
      large,
    );
    expect(cancelling.fault(put(0, Number.NaN)).message).toBe(
      'row 0 of 3, column 0: NaN where the reference is 0: sums on the way may reach 360,000, and f16 ends at 65,504',
    );
    expect(product().fault(put(0, Number.NaN)).message).not.toContain('f16');
  });
});

it('accepts what is right', () => {
  expect(unwrap(product().verdict())).toMatchObject({ worst: 0, whole: true });
});
