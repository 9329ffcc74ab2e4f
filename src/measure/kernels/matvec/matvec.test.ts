import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/random.ts';
import type { Kernel, Problem } from '../kernel.ts';
import { bitsOf } from '../poison.ts';
import { problemFits } from '../problem.ts';
import { verifyOutput } from '../verify.ts';
import { twoOfFour } from './2-4.ts';
import { csr } from './csr.ts';
import { entriesBefore, PERIOD, patternOf } from './csr-pattern.ts';
import { matvecF16, matvecF32 } from './dense.ts';
import type { MatrixShape, WeightForm } from './forms.ts';
import { HALF_WEIGHTS } from './plain-forms.ts';
import { matvecInt4, matvecInt8 } from './quantised.ts';
import { BYTE_WEIGHTS, NIBBLE_WEIGHTS } from './quantised-forms.ts';
import { TWO_OF_FOUR } from './two-of-four.ts';
import { UNIT, weightUnits } from './weights.ts';

const random = seededRandom(11);
const inputsOf = (kernel: Kernel, problem: Problem): Float32Array[] =>
  kernel.bindings
    .filter(({ access }) => access === 'read')
    .map(
      ({ content, elements }) =>
        content?.fill(problem) ?? Float32Array.from({ length: elements(problem) }, () => 2 * random.next() - 1),
    );
const weights = (row: number, columns: number): number[] =>
  Array.from(weightUnits((row % 61) * columns, columns), (unit) => unit * UNIT);

/** The row as a form stores it, and back. */
const through = (form: WeightForm, units: Int16Array, shape: MatrixShape) =>
  form.values(
    form.buffers.map(({ pack }) => pack(units, shape)),
    shape,
  );

describe('forms of the weights', () => {
  const shape = { rows: 1, columns: 130, group: 32 };
  const units = weightUnits(7, shape.columns);
  const exact = Array.from(units, (unit) => unit * UNIT);

  it('in f16 are those in f32, every one', () => {
    expect([...through(HALF_WEIGHTS, units, shape)]).toEqual(exact);
  });
  it.each([
    ['int8', BYTE_WEIGHTS, 127],
    ['int4', NIBBLE_WEIGHTS, 7],
  ] as const)(
    'in %s are within half a step of the scale of their group, and no scale is larger than it must be',
    (_, form, most) => {
      const found = through(form, units, shape);
      for (let first = 0; first < shape.columns; first += shape.group) {
        const group = exact.slice(first, first + shape.group);
        const scale = Math.ceil(Math.max(...group.map((one) => Math.abs(one / UNIT))) / most) * UNIT;
        for (const [index, one] of group.entries()) {
          const got = found[first + index] ?? Number.NaN;
          expect(Math.abs(got - one)).toBeLessThanOrEqual(scale / 2);
          expect(Number.isInteger(got / scale)).toBe(true);
        }
      }
      // Negative numbers keep their sign, and both ends occur.
      expect(found.some((one) => one < 0) && found.some((one) => one > 0)).toBe(true);
    },
  );
  it('of two of four are the two largest, the others nought', () => {
    const found = through(TWO_OF_FOUR, units, shape);
    expect(found).toHaveLength(132);
    for (let first = 0; first < shape.columns; first += 4) {
      const four = [0, 1, 2, 3].map((part) => exact[first + part] ?? 0);
      const kept = [0, 1, 2, 3].map((part) => found[first + part] ?? Number.NaN);
      const least = Math.min(...kept.filter((one) => one !== 0).map(Math.abs));
      expect(kept.filter((one) => one !== 0).length).toBeLessThanOrEqual(2);
      for (const [part, one] of kept.entries())
        if (one !== 0) expect(one).toBe(four[part]);
        else expect(Math.abs(four[part] ?? 0)).toBeLessThanOrEqual(least);
    }
  });
  it('are the same rows again only after a prime number of them', () => {
    const [filled = new Float32Array()] = inputsOf(matvecF32, { rows: 63, columns: 5 });
    expect(filled).toHaveLength(315);
    for (const row of [0, 1, 60, 61, 62]) expect([...filled.subarray(5 * row, 5 * row + 5)]).toEqual(weights(row, 5));
    expect(weights(0, 5)).not.toEqual(weights(1, 5));
  });
});

/** y as a processor computes it in f32 from the words of each buffer, row by row, in one pass over the columns. */
function computed(kernel: Kernel, problem: Problem, inputs: readonly Float32Array[]): Float32Array {
  const { rows = 0, columns = 0, group = 0 } = problem;
  const form = {
    'matvec/f16': HALF_WEIGHTS,
    'matvec/int8': BYTE_WEIGHTS,
    'matvec/int4': NIBBLE_WEIGHTS,
    'matvec/2-4': TWO_OF_FOUR,
  }[kernel.id];
  const x = inputs.at(-1) ?? new Float32Array();
  return Float32Array.from({ length: rows }, (_, row) => {
    const list = form
      ? [...through(form, weightUnits((row % 61) * columns, columns), { rows, columns, group })]
      : weights(row, columns);
    return list.reduce(
      (sum: number, weight: number, column: number) => Math.fround(sum + weight * (x[column] ?? 0)),
      0,
    );
  });
}

describe.each([matvecF32, matvecF16, matvecInt8, matvecInt4, twoOfFour])('$id', (kernel) => {
  const problem = { rows: 9, columns: 75, group: 32 };
  const inputs = inputsOf(kernel, problem);
  const verdict = (output: Float32Array, given = inputs) =>
    verifyOutput(kernel, problem, given, output, random.next, 2);

  it('takes sums in f32, and finds one wrong row wherever it is', () => {
    const output = computed(kernel, problem, inputs);
    expect(verdict(output)).toMatchObject({ ok: true, value: { whole: true } });
    for (const row of [0, 4, 8]) expect(verdict(output.with(row, (output[row] ?? 0) + 1e-3)).ok).toBe(false);
  });
  it('is checked against what its buffers hold, bit by bit', () => {
    const output = computed(kernel, problem, inputs);
    for (const index of [...kernel.bindings.keys()].filter((at) => kernel.bindings[at]?.content)) {
      const changed = inputs.map((input) => input.slice());
      const words = bitsOf(changed[index] ?? new Float32Array());
      // A bit of the row's first word that every form minds.
      words[0] = (words[0] ?? 0) ^ (index === 0 && kernel !== matvecInt8 && kernel !== matvecInt4 ? 1 << 14 : 1 << 2);
      expect(verdict(output, changed).ok, `${index}`).toBe(false);
    }
  });
});

it('counts the bytes that each form has', () => {
  const widths = { subgroupWidth: 32, sector: 32 };
  const problem = { rows: 512, columns: 1024, group: 32 };
  const bytesOf = (kernel: Kernel) => kernel.cost(problem, widths).compulsory - 4 * (512 + 1024);
  const whole = 4 * 512 * 1024;
  expect(bytesOf(matvecF32)).toBe(whole);
  expect(bytesOf(matvecF16)).toBe(whole / 2);
  // A scale of two bytes for each 32 numbers.
  expect(bytesOf(matvecInt8)).toBe(whole / 4 + (512 * 1024 * 2) / 32);
  expect(bytesOf(matvecInt4)).toBe(whole / 8 + (512 * 1024 * 2) / 32);
  expect(bytesOf(twoOfFour)).toBe(whole / 2 + (512 * 1024) / 8);
});

describe('matvec/csr', () => {
  it('keeps as many of the weights as its sparsity says, in ascending columns', () => {
    const problem = { rows: 2 * PERIOD, columns: 400, sparsity: 75 };
    const pattern = patternOf(problem);
    expect(entriesBefore(pattern, 2 * PERIOD)).toBe(2 * PERIOD * 100);
    const lengths = new Set<number>();
    for (let row = 0; row < PERIOD; row++) {
      const columns = [...pattern.columns.subarray(pattern.starts[row], pattern.starts[row + 1])];
      lengths.add(columns.length);
      expect(columns).toEqual([...new Set(columns)].toSorted((a, b) => a - b));
      expect(columns.every((column) => column < 400)).toBe(true);
    }
    expect(lengths.size).toBeGreaterThan(10);
  });
  it('takes sums in f32, and finds a row that took a neighbour of the last entry', () => {
    const problem = { rows: 70, columns: 33, sparsity: 60 };
    const inputs = inputsOf(csr, problem);
    const [offsets, columns, values, x] = inputs as [Float32Array, Float32Array, Float32Array, Float32Array];
    const [starts, places] = [bitsOf(offsets), bitsOf(columns)];
    const sums = (longer: number) =>
      Float32Array.from({ length: 70 }, (_, row) => {
        let sum = 0;
        for (let entry = starts[row] ?? 0; entry < (starts[row + 1] ?? 0) + (row === longer ? 1 : 0); entry++)
          sum = Math.fround(sum + (values[entry] ?? 0) * (x[places[entry] ?? 0] ?? 0));
        return sum;
      });
    expect(verifyOutput(csr, problem, inputs, sums(-1), random.next, 2)).toMatchObject({ ok: true });
    expect(verifyOutput(csr, problem, inputs, sums(31), random.next, 2).ok).toBe(false);
  });
  it('moves a sector for nearly each element of x where few weights stay', () => {
    const cost = (sparsity: number) =>
      csr.cost({ rows: 64, columns: 8192, sparsity }, { subgroupWidth: 32, sector: 32 });
    const share = (sparsity: number) => cost(sparsity).useful / cost(sparsity).moved;
    expect(share(0)).toBeGreaterThan(0.95);
    expect(share(99)).toBeLessThan(0.5);
    expect(cost(75).flop).toBe(2 * 64 * 2048);
  });
});

it('refuses a group of columns that scales are not kept for', () => {
  expect(problemFits(matvecInt4, { rows: 4, columns: 64, group: 48 })).toContain('a power of two from 32 to 64');
  expect(problemFits(csr, { rows: 4, columns: 64, sparsity: 100 })).toContain('from 0 to 99');
});
