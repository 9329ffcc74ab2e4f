import { beforeAll, describe, expect, it } from 'vitest';
import { changeable } from './coefficients.fixture.ts';

/** Where the numbers of published formulas are; the numbers of searches and tables round them are not coefficients. */
const FORMULAS = [
  'model/workload/op-cost.ts',
  'model/analysis/attention-io.ts',
  'model/timeline/closed-form.ts',
  'model/training/communication.ts',
  'model/training/kept-activations.ts',
  'model/training/model-states.ts',
  'model/training/optimizer.ts',
  'model/training/parameters.ts',
  'model/training/precision.ts',
  'model/training/transformer.ts',
  'model/training/recompute/revolve.ts',
];
/** Lines of Revolve that look for the best split of a chain: they count places. */
const PLACES = /\b(?:low|high|end|free|more|less)\b/;

describe('a coefficient that is 1 % off', { timeout: 120_000 }, () => {
  let made: Awaited<ReturnType<typeof changeable>>;
  beforeAll(async () => {
    made = await changeable((file) => FORMULAS.includes(file));
  }, 60_000);

  it('is looked for in every file of formulas', () => {
    const files = new Set(made.coefficients.map(({ file }) => file));
    expect(FORMULAS.filter((file) => !files.has(file))).toEqual([]);
    expect(made.coefficients.length).toBeGreaterThan(60);
  });

  it('is none as the formulas stand', () => {
    expect(made.run(null, 1.01)).toBeNull();
  });

  it('turns a row red, whichever it is', () => {
    const green = made.coefficients.filter(
      ({ file, source }, index) =>
        !(file.endsWith('revolve.ts') && PLACES.test(source)) && made.run(index, 1.01) === null,
    );
    expect(green).toEqual([]);
  });
});
