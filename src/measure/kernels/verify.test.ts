import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/random.ts';
import { kernelById, kernels } from './catalogue.ts';
import { seededInputs } from './gpu-harness.ts';
import type { Kernel, Problem } from './kernel.ts';
import { SINGLE } from './matmul/arithmetic.ts';
import { freivalds, wildLines } from './matmul/freivalds.ts';
import { oddProblems } from './odd-problems.ts';
import { bitsOf, POISON, poison, unwrittenRows } from './poison.ts';
import { verifyOutput } from './verify.ts';

/** The right output in f32, from the reference itself. */
const rightOutput = (kernel: Kernel, problem: Problem, inputs: readonly Float32Array[]): Float32Array => {
  const reference = kernel.reference(problem, inputs);
  const output = new Float32Array(kernel.bindings.at(-1)?.elements(problem) ?? 0);
  for (let row = 0; row < reference.rows; row++) output.set(reference.row(row).values, row * reference.rowLength);
  return output;
};
const verdict = (kernel: Kernel, problem: Problem, inputs: readonly Float32Array[], output: Float32Array) =>
  verifyOutput(kernel, problem, inputs, output, seededRandom(3).next, 4);

/** Whether the rows say what is right. Where it depends on the run itself (dispatches, subgroups) the check of the whole does. */
const judgedByRows = (kernel: Kernel): boolean => {
  const [problem = {}] = oddProblems(kernel);
  return kernel
    .reference(problem, seededInputs(kernel, problem, 1))
    .row(0)
    .tolerance.every(Number.isFinite);
};
const judged = kernels.filter(judgedByRows);

it('judges all others where they stand: in the tests of the chase and of the matrices', () => {
  expect(kernels.filter((kernel) => !judged.includes(kernel)).map(({ id }) => id)).toEqual([
    'latency/chase',
    'compute/subgroup-matrix',
    'compute/subgroup-matrix-f16',
  ]);
});

describe.each(judged.map((kernel) => [kernel.id, kernel] as const))('verifying %s', (_, kernel) => {
  it('accepts the right output, and no other: one wrong element, one unwritten one, zeros', { timeout: 60_000 }, () => {
    for (const [index, problem] of oddProblems(kernel).entries()) {
      const label = JSON.stringify(problem);
      const inputs = seededInputs(kernel, problem, index + 1);
      const right = rightOutput(kernel, problem, inputs);
      expect(verdict(kernel, problem, inputs, right), label).toMatchObject({ ok: true, value: { whole: true } });
      const at = seededRandom(index).integer(right.length);
      const { rowLength, row: rowOf } = kernel.reference(problem, inputs);
      const allowed = rowOf(Math.floor(at / rowLength)).tolerance[at % rowLength] ?? 0;
      // Of millions, f32 knows no quarters.
      const off = Math.max(0.25, Math.abs(right[at] ?? 0) * 2 ** -20, 2 * allowed);
      const wrong = Float32Array.from(right, (value, i) => (i === at ? value + off : value));
      expect(verdict(kernel, problem, inputs, wrong), label).toMatchObject({ ok: false });
      const unwritten = right.slice();
      poison(unwritten.subarray(at, at + 1));
      const row = Math.floor(at / kernel.reference(problem, inputs).rowLength);
      expect(verdict(kernel, problem, inputs, unwritten), label).toMatchObject({
        ok: false,
        error: { message: expect.stringContaining(`wrote nothing to row ${row} of`) },
      });
      // memory/write owes nought to its first element alone.
      if (right.some((value) => value !== 0))
        expect(verdict(kernel, problem, inputs, new Float32Array(right.length)), label).toMatchObject({ ok: false });
    }
  });
});

describe('the matmul reference', () => {
  const problem = { m: 7, n: 33, k: 65 };
  const [kernel] = kernels;
  if (!kernel) throw new Error('no kernels');
  const [a = new Float32Array(), b = new Float32Array()] = seededInputs(kernel, problem, 5);

  it('equals a plain product in float64', () => {
    const reference = kernel.reference(problem, [a, b]);
    for (let i = 0; i < 7; i++)
      reference.row(i).values.forEach((value, j) => {
        let sum = 0;
        for (let k = 0; k < 65; k++) sum += (a[i * 65 + k] ?? 0) * (b[k * 33 + j] ?? 0);
        expect(value).toBeCloseTo(sum, 12);
      });
  });
  it('allows f32 sums in three orders, and not much more', () => {
    const { values, tolerance } = kernel.reference(problem, [a, b]).row(3);
    const orders = [(k: number) => k, (k: number) => 64 - k, (k: number) => (k * 17) % 65];
    for (const order of orders)
      for (let j = 0; j < 33; j++) {
        let sum = 0;
        for (let step = 0; step < 65; step++) {
          const k = order(step);
          sum = Math.fround(sum + Math.fround((a[3 * 65 + k] ?? 0) * (b[k * 33 + j] ?? 0)));
        }
        expect(Math.abs(sum - (values[j] ?? 0))).toBeLessThanOrEqual(tolerance[j] ?? 0);
      }
    expect(Math.max(...tolerance)).toBeLessThan(1e-3);
  });
});

describe("Freivalds' check", () => {
  const sizes = { m: 96, n: 80, k: 200 };
  const random = seededRandom(11);
  const uniform = (length: number) => Float32Array.from({ length }, () => 2 * random.next() - 1);
  const a = uniform(96 * 200);
  const b = uniform(200 * 80);
  const c = new Float32Array(96 * 80);
  for (let i = 0; i < 96; i++)
    for (let j = 0; j < 80; j++) {
      let sum = 0;
      for (let k = 0; k < 200; k++) sum = Math.fround(sum + Math.fround((a[i * 200 + k] ?? 0) * (b[k * 80 + j] ?? 0)));
      c[i * 80 + j] = sum;
    }
  const factors = { sizes, a, b, arithmetic: SINGLE, wild: wildLines(sizes, a, b) };
  const check = (output: Float32Array) => freivalds(factors, output, random.next);

  it('passes f32 rounding whatever the signs', () => {
    for (let round = 0; round < 50; round++) expect(check(c)).toBeNull();
  });
  it('catches one wrong element anywhere, and names its row', () => {
    for (let round = 0; round < 50; round++) {
      const at = random.integer(c.length);
      const wrong = Float32Array.from(c, (value, i) => (i === at ? value + 0.05 : value));
      expect(check(wrong)).toContain(`row ${Math.floor(at / 80)} of 96`);
    }
  });
  it('catches two columns exchanged and a tile of noughts', () => {
    const exchanged = Float32Array.from(c, (value, i) =>
      i % 80 === 3 ? (c[i + 1] ?? 0) : i % 80 === 4 ? (c[i - 1] ?? 0) : value,
    );
    expect(check(exchanged)).not.toBeNull();
    expect(check(Float32Array.from(c, (value, i) => (i % 80 >= 64 && i >= 80 * 80 ? 0 : value)))).not.toBeNull();
  });
});

it('checks a far read by sample only, so that Stop need not wait for a sum over all of it', () => {
  const kernel = kernelById('memory/read');
  const check = (elements: number) =>
    kernel?.reference({ elements, rounds: 1 }, [new Float32Array(4)]).checkWhole === undefined;
  expect(check(2 ** 20)).toBe(false);
  expect(check(2 ** 25)).toBe(true);
});

it('lists unwritten rows as runs', () => {
  const output = new Float32Array(40);
  expect(unwrittenRows(output, 10, 4)).toBeNull();
  for (const row of [0, 1, 2, 7]) bitsOf(output)[4 * row + 3] = POISON;
  expect(unwrittenRows(output, 10, 4)).toBe('wrote nothing to rows 0–2, 7 of 10');
  const short = new Float32Array(3);
  poison(short);
  expect(unwrittenRows(short, 1, 4)).toBe('wrote nothing to row 0 of 1');
});
