import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/random.ts';
import { attentionTraffic } from '#model/analysis/attention-traffic.ts';
import type { AttentionOp } from '#model/workload/op.ts';
import { opFlop } from '#model/workload/op-cost.ts';
import type { Kernel, Problem } from '../kernel.ts';
import { poison } from '../poison.ts';
import { problemFits } from '../problem.ts';
import { verifyOutput } from '../verify.ts';
import { flash, flashTiled } from './flash.ts';
import { oddAttention } from './odd-problems.ts';
import { attentionScores } from './scores.ts';
import { attentionSoftmax, attentionSoftmaxSerial } from './softmax.ts';
import { attentionValues } from './values.ts';

const problems = oddAttention['attention/flash'] ?? [];
const random = seededRandom(7);
const filled = (elements: number) => Float32Array.from({ length: elements }, () => 2 * random.next() - 1);
const inputsOf = (kernel: Kernel, problem: Problem) =>
  kernel.bindings.filter(({ access }) => access === 'read').map(({ elements }) => filled(elements(problem)));
const size = (problem: Problem, key: string) => problem[key] ?? Number.NaN;

/** Attention in f32 by its definition, element by element, from tensors that are not packed: written from the formula alone. */
function byDefinition(problem: Problem, [q, k, v]: readonly Float32Array[], mask = size(problem, 'causal') === 1) {
  const [batch, heads, kvHeads, queries, keys, width] = ['batch', 'heads', 'kvHeads', 'queries', 'keys', 'headDim'].map(
    (key) => size(problem, key),
  ) as [number, number, number, number, number, number];
  const outputs = new Float32Array(batch * queries * heads * width);
  for (let b = 0; b < batch; b++)
    for (let i = 0; i < queries; i++)
      for (let h = 0; h < heads; h++) {
        const shared = Math.floor(h / (heads / kvHeads));
        const at = (
          tensor: Float32Array | undefined,
          tokens: number,
          token: number,
          of: number,
          head: number,
          e: number,
        ) => tensor?.[((b * tokens + token) * of + head) * width + e] ?? Number.NaN;
        const weights: number[] = [];
        for (let j = 0; j < (mask ? i + 1 + keys - queries : keys); j++) {
          let score = 0;
          for (let e = 0; e < width; e++)
            score = Math.fround(score + at(q, queries, i, heads, h, e) * at(k, keys, j, kvHeads, shared, e));
          weights.push(Math.exp(Math.fround(score / Math.sqrt(width))));
        }
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        for (let e = 0; e < width; e++)
          outputs[((b * queries + i) * heads + h) * width + e] = weights.reduce(
            (sum, weight, j) => Math.fround(sum + (weight / total) * at(v, keys, j, kvHeads, shared, e)),
            0,
          );
      }
  return outputs;
}
const check = (kernel: Kernel, problem: Problem, inputs: readonly Float32Array[], output: Float32Array) =>
  verifyOutput(kernel, problem, inputs, output, seededRandom(1).next, Number.POSITIVE_INFINITY);

describe('the reference of flash attention', () => {
  const apart = problems.filter((problem) => problem['packed'] === 0);
  it.each(apart)('takes what the definition gives in f32: %o', (problem) => {
    const inputs = inputsOf(flash, problem);
    expect(check(flash, problem, inputs, byDefinition(problem, inputs))).toMatchObject({ ok: true });
  });
  it('refuses a missing mask, heads that share other keys, and one element off', () => {
    const problem = { batch: 1, heads: 4, kvHeads: 2, queries: 9, keys: 11, headDim: 8, causal: 1, packed: 0 };
    const inputs = inputsOf(flash, problem);
    expect(check(flash, problem, inputs, byDefinition(problem, inputs, false)).ok).toBe(false);
    const [q, k, v] = inputs;
    const swapped = [q, k, v].map((tensor) => tensor?.toReversed() ?? new Float32Array());
    expect(check(flash, problem, inputs, byDefinition(problem, swapped)).ok).toBe(false);
    const output = byDefinition(problem, inputs);
    output[37] = (output[37] ?? 0) + 1e-4;
    expect(check(flash, problem, inputs, output).ok).toBe(false);
  });
  it('finds, in rows that it did not sample, what no weighted mean can be', () => {
    // Too large for every row to be compared.
    const problem = { batch: 1, heads: 2, kvHeads: 2, queries: 512, keys: 512, headDim: 4, causal: 0, packed: 0 };
    const inputs = inputsOf(flash, problem);
    const output = byDefinition(problem, inputs);
    output[4 * 61] = 1.5;
    const found = verifyOutput(flash, problem, inputs, output, () => 0.2, 3);
    expect(found).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('all values of its head lie') },
    });
  });
});

it.each(problems.filter((problem) => problem['packed'] === 0))(
  'scores, softmax and values in turn are flash: %o',
  (problem) => {
    const [q, k, v] = inputsOf(flash, problem) as [Float32Array, Float32Array, Float32Array];
    // Each reference's own rows, as f32, are the next one's input.
    const made = (kernel: Kernel, inputs: readonly Float32Array[]): Float32Array => {
      const reference = kernel.reference(problem, inputs);
      const output = new Float32Array(reference.rows * reference.rowLength);
      poison(output);
      for (let row = 0; row < reference.rows; row++) output.set(reference.row(row).values, row * reference.rowLength);
      expect(check(kernel, problem, inputs, output)).toMatchObject({ ok: true });
      return output;
    };
    const scores = made(attentionScores, [q, k]);
    const probabilities = made(attentionSoftmax, [scores]);
    expect(check(attentionSoftmaxSerial, problem, [scores], probabilities)).toMatchObject({ ok: true });
    const outputs = made(attentionValues, [probabilities, v]);
    expect(check(flash, problem, [q, k, v], outputs)).toMatchObject({ ok: true });
  },
);

describe('checks of the whole', () => {
  const problem = { batch: 2, heads: 2, kvHeads: 1, queries: 40, keys: 44, headDim: 8, causal: 1, packed: 0 };
  it.each([attentionScores, attentionSoftmax, attentionSoftmaxSerial, attentionValues])(
    'of $id find an error in a row that nobody sampled',
    (kernel) => {
      const inputs = inputsOf(kernel, problem);
      const reference = kernel.reference(problem, inputs);
      const output = new Float32Array(reference.rows * reference.rowLength);
      for (let row = 0; row < reference.rows; row++) output.set(reference.row(row).values, row * reference.rowLength);
      const few = (changed: Float32Array) => verifyOutput(kernel, problem, inputs, changed, seededRandom(3).next, 2);
      expect(few(output)).toMatchObject({ ok: true });
      const middle = 77 * reference.rowLength + 3;
      expect(few(output.with(middle, (output[middle] ?? 0) + 0.01)).ok).toBe(false);
    },
  );
  it('of scores find a score that should be masked', () => {
    const inputs = inputsOf(attentionScores, problem);
    const reference = attentionScores.reference(problem, inputs);
    const output = new Float32Array(reference.rows * 44);
    for (let row = 0; row < reference.rows; row++) output.set(reference.row(row).values, row * 44);
    // Query 10 of a later head sees 15 keys.
    const found = verifyOutput(attentionScores, problem, inputs, output.with(50 * 44 + 15, 0), () => 0.9, 2);
    expect(found).toMatchObject({ ok: false, error: { message: 'row 50 of 160: key 15 is not masked' } });
  });
  it.each([attentionScores, attentionSoftmax, attentionSoftmaxSerial, attentionValues, flash])(
    'of $id leave rows with NaN and infinities to the comparison, element by element',
    (kernel) => {
      const inputs = inputsOf(kernel, problem);
      const [first = new Float32Array()] = inputs;
      [first[3], first[90]] = [Number.POSITIVE_INFINITY, Number.NaN];
      const reference = kernel.reference(problem, inputs);
      const output = new Float32Array(reference.rows * reference.rowLength);
      for (let row = 0; row < reference.rows; row++) output.set(reference.row(row).values, row * reference.rowLength);
      expect(output.some(Number.isNaN)).toBe(true);
      expect(check(kernel, problem, inputs, output)).toMatchObject({ ok: true });
      expect(
        check(
          kernel,
          problem,
          inputs,
          output.map((value) => (Number.isNaN(value) ? 0 : value)),
        ).ok,
      ).toBe(false);
    },
  );
});

it('refuses sizes that do not go together, with the reason', () => {
  const base = { batch: 1, heads: 4, kvHeads: 2, queries: 8, keys: 8, headDim: 4, causal: 0, packed: 0 };
  for (const kernel of [attentionScores, attentionValues, flash, flashTiled]) {
    expect(problemFits(kernel, base)).toBeNull();
    expect(problemFits(kernel, { ...base, kvHeads: 3 })).toBe(
      'Heads of keys and values must divide the 4 heads of queries; 3 do not.',
    );
    expect(problemFits(kernel, { ...base, causal: 1, keys: 7 })).toContain('the first query would see none');
    expect(problemFits(kernel, { ...base, packed: 1, keys: 9 })).toContain('need tensors of their own');
    expect(problemFits(kernel, { ...base, packed: 2 })).toContain('from 0 to 1');
  }
});

describe('cost', () => {
  const widths = { subgroupWidth: 32, sector: 32 };
  const [queries, headDim] = [1024, 64];
  const problem = { batch: 2, heads: 4, kvHeads: 4, queries, keys: queries, headDim, causal: 0, packed: 0 };
  const op = (algorithm: AttentionOp['algorithm']): AttentionOp => ({
    ...{
      op: 'attention',
      batch: 2,
      heads: 4,
      kvHeads: 4,
      queries,
      keys: queries,
      cachedKeys: 0,
      headDim,
      causal: false,
    },
    algorithm,
  });
  const elements = (...asked: Parameters<typeof attentionTraffic>) =>
    Object.values(attentionTraffic(...asked)).reduce((sum, one) => sum + one, 0);
  const standard = [attentionScores, attentionSoftmax, attentionValues].map(({ cost }) => cost(problem, widths));
  const sum = (key: 'flop' | 'compulsory') => standard.reduce((total, cost) => total + cost[key], 0);

  it("is the model's where memory holds a whole head: bytes of both algorithms, and FLOP", () => {
    expect(sum('compulsory')).toBe(4 * elements(op('standard'), 2 ** 40));
    expect(flash.cost(problem, widths).compulsory).toBe(4 * elements(op('fused'), 2 ** 40));
    expect(sum('flop')).toBe(opFlop(op('standard')));
    expect(flash.cost(problem, widths).flop).toBe(opFlop(op('fused')));
  });
  it.each([
    [flash, 256],
    [flashTiled, 32],
  ] as const)(
    "tiles as the model's fused attention with room for the queries of a workgroup: $0.id",
    (kernel, block) => {
      expect(kernel.cost(problem, widths).tiled).toBe(
        4 * elements(op('fused'), block * (2 * headDim + 1) + 2 * headDim),
      );
    },
  );
  it('of flash in tiles asks for keys and values once a workgroup, and for queries once a step', () => {
    const { requested } = flashTiled.cost(problem, widths);
    const rows = 2 * 4 * queries * headDim;
    const steps = queries / 32;
    expect(requested).toBe(4 * (rows * steps + 2 * rows * steps + rows));
  });
  it('of causal flash leaves out what no query of an invocation sees, about half', () => {
    const whole = flash.cost(problem, widths);
    const causal = flash.cost({ ...problem, causal: 1 }, widths);
    expect(causal.flop / whole.flop).toBeCloseTo((queries + 1) / (2 * queries), 9);
    expect(causal.requested / whole.requested).toBeGreaterThan(0.5);
    expect(causal.requested / whole.requested).toBeLessThan(0.51);
    expect(causal.compulsory).toBe(whole.compulsory);
  });
  it('counts keys that heads share once', () => {
    const shared = flash.cost({ ...problem, kvHeads: 1 }, widths);
    expect(flash.cost(problem, widths).compulsory - shared.compulsory).toBe(4 * 2 * 2 * 3 * queries * headDim);
  });
});
