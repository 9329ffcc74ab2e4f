import { describe, expect, it } from 'vitest';
import { checkCounts, checkRows } from './check.ts';
import type { PublishedFigure } from './figure.ts';
import { cutOff, digits, digitsOf, EXACT, keeps, within } from './rule.ts';

const figure = (ours: () => number, more: Partial<PublishedFigure> = {}): PublishedFigure => ({
  id: 'a',
  what: 'a figure',
  where: 'table 1',
  unit: 'B',
  inputs: {},
  by: 'nothing',
  ours,
  theirs: 100,
  rule: EXACT,
  ...more,
});
const rowOf = (one: PublishedFigure) =>
  checkRows([{ id: 't', name: 'Paper', source: 'a paper', year: 2000, figures: [one] }])[0];

describe('published figures', () => {
  const rows = checkRows();
  it.each(rows)('$id: $verdict', ({ verdict, reason, ours }) => {
    expect({ verdict, reason, ours }).not.toMatchObject({ verdict: 'mismatch' });
  });
  it('have names of their own', () => {
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });
  it('are counted by verdict', () => {
    const { match, slip, mismatch } = checkCounts(rows);
    expect(match + slip + mismatch).toBe(rows.length);
    expect(slip).toBeGreaterThan(0);
  });
});

describe('a row', () => {
  it('matches by its rule and says by how much ours differs', () => {
    expect(rowOf(figure(() => 100))).toMatchObject({ id: 't/a', verdict: 'match', difference: 0, reason: null });
    const off = rowOf(figure(() => 101));
    expect(off?.verdict).toBe('mismatch');
    expect(off?.difference).toBeCloseTo(0.01, 12);
  });
  it('of a slip wants what is right, and not what is printed', () => {
    const slip = { right: 50, rule: EXACT, reason: 'counted twice' };
    expect(rowOf(figure(() => 50, { slip }))).toMatchObject({ verdict: 'expected slip', right: 50 });
    expect(rowOf(figure(() => 51, { slip }))?.verdict).toBe('mismatch');
    expect(rowOf(figure(() => 100, { slip: { ...slip, right: 100 } }))?.verdict).toBe('mismatch');
  });
  it('whose functions find a fault is a mismatch that says so', () => {
    const thrown = figure(() => {
      throw new Error('no such stack');
    });
    expect(rowOf(thrown)).toMatchObject({ verdict: 'mismatch', ours: null, reason: 'no such stack' });
    const slip = { right: Number.NaN, rule: EXACT, reason: 'x' };
    expect(rowOf(figure(() => Number.NaN, { slip }))).toMatchObject({ verdict: 'mismatch', reason: 'ours is NaN' });
  });
});

describe('rules', () => {
  it('tell whole numbers apart and doubles of one number not', () => {
    expect(keeps(EXACT, 2 ** 40, 2 ** 40 + 1)).toBe(false);
    expect(keeps(EXACT, 0.1 + 0.2, 0.3)).toBe(true);
  });
  it('round ours to the digits that were printed', () => {
    expect(keeps(digits(3), 1.875e9, 1.88e9)).toBe(true);
    expect(keeps(digits(3), 1.8849e9, 1.88e9)).toBe(true);
    expect(keeps(digits(3), 1.886e9, 1.88e9)).toBe(false);
  });
  it('cut ours off where the print did', () => {
    expect(keeps(cutOff(4), 4187.5e9, 4187e9)).toBe(true);
    expect(keeps(cutOff(4), 4188e9, 4187e9)).toBe(false);
    expect(keeps(cutOff(3), 120e9, 120e9)).toBe(true);
  });
  it('round in the unit of the print', () => {
    expect(keeps(digits(3, 2 ** 30), 1.0756 * 2 ** 30, 1.08 * 2 ** 30)).toBe(true);
    expect(keeps(digits(3), 1.0756 * 2 ** 30, 1.08 * 2 ** 30)).toBe(false);
  });
  it('count the digits of a print', () => {
    expect([0.47, 0.012, 31.4, 1.88, 4866].map(digitsOf)).toEqual([2, 2, 3, 3, 4]);
  });
  it('allow a fraction of what was printed', () => {
    expect(keeps(within(0.02), 102, 100)).toBe(true);
    expect(keeps(within(0.02), 102.1, 100)).toBe(false);
  });
});
