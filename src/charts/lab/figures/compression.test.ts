import { describe, expect, it } from 'vitest';
import type { CurveFigure } from '../figure.ts';
import { figure, rate, SOFTWARE, said } from './stated-rates.fixture.ts';

// A rate of 10⁹ bytes of the array: `rate` counts its work so.
const ELEMENTS = 2.5e8;
const read = (format: string, sparsity: number, perSecond: number) =>
  rate(`compression/${format}`, { elements: ELEMENTS, sparsity }, perSecond);
const plain = [read('plain', 0, 1e12), read('plain', 95, 1e12)];

describe('compression', () => {
  it('says from where on it pays, and what it brings in the end', () => {
    const zero = [read('zero-value', 0, 8e11), read('zero-value', 50, 1.6e12), read('zero-value', 95, 6e12)];
    const runs = [read('run-length', 0, 2e11), read('run-length', 50, 5e11), read('run-length', 95, 4e12)];
    expect(said('compression', [...plain, ...zero, ...runs])).toBe(
      'On this GPU zero-value compression brings more than the plain read from 50 % of noughts on, and 6× as much at 95 %; run-length coding brings more than the plain read at 95 % of noughts alone, 4× as much.',
    );
  });
  it('says where it never pays, and nothing that the intervals do not tell', () => {
    expect(said('compression', [...plain, read('zero-value', 95, 1e11)], SOFTWARE)).toBe(
      'On this software adapter zero-value compression brings less than the plain read even at 95 % of noughts.',
    );
    expect(said('compression', [...plain, read('zero-value', 95, 1.001e12)])).toMatch(
      /brings no more than the plain read even at 95 % of noughts, as far as the intervals tell\.$/,
    );
  });
  it('claims no gain from there on where a later one is none', () => {
    const zero = [read('zero-value', 50, 2e12), read('zero-value', 75, 5e11), read('zero-value', 95, 6e12)];
    expect(said('compression', [...plain, ...zero])).toContain('at 95 % of noughts alone');
  });
  it('draws what bytes alone would give, and says where they break even', () => {
    const stored = (sparsity: number, share: number) => {
      const one = read('run-length', sparsity, 1e12);
      return { ...one, cost: { ...one.cost, compulsory: (one.cost.compulsory * share) as typeof one.cost.compulsory } };
    };
    const made = figure('compression', [...plain, stored(0, 1.25), stored(50, 0.75)]) as CurveFigure;
    const model = made.series.find(({ id }) => id === 'run-length-model');
    expect(model?.points.map(({ x, y }) => [x, y])).toEqual([
      [0, 1e12 / 1.25],
      [0.5, 1e12 / 0.75],
    ]);
    expect(made.notes.join(' ').replaceAll('\u00a0', ' ')).toContain('run-length coding at 25 % of noughts');
  });
  it('needs a plain read to stand against', () => {
    expect(figure('compression', [read('zero-value', 95, 1e11)])).toBeUndefined();
  });
});
