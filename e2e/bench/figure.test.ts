import { describe, expect, it } from 'vitest';
import { type Figure, HEADING, isOver, line } from './figure.ts';

const figure = { name: 'a figure', unit: 'ms', median: 4, worst: 9 };

describe('a line of the benchmark', () => {
  it('holds the median to the most that it may be, or the worst where that is judged', () => {
    expect(isOver({ ...figure, budget: 8 })).toBe(false);
    expect(isOver({ ...figure, budget: 8, judged: 'worst' })).toBe(true);
    expect(line({ ...figure, budget: 8 })).toMatch(/4 +9 +≤ 8 {2}█{10}░{10} ok$/);
    expect(line({ ...figure, budget: 8, judged: 'worst' })).toMatch(/█{20} OVER$/);
  });

  it('holds it to the least that it may be', () => {
    const share = { ...figure, unit: '%', median: 96, worst: 94, budget: 95, atLeast: true };
    expect(isOver(share)).toBe(false);
    expect(isOver({ ...share, judged: 'worst' })).toBe(true);
    expect(line(share)).toContain('≥ 95');
  });

  it('does not take a value that is no number, or none at all, for kept', () => {
    expect(isOver({ ...figure, median: Number.NaN, budget: 8 })).toBe(true);
    expect(line({ ...figure, median: Number.NaN, budget: 8 })).toMatch(/OVER$/);
    expect(isOver({ ...figure, median: 0, budget: 2, atLeast: true })).toBe(true);
    expect(line({ ...figure, median: 0, budget: 2, atLeast: true })).toMatch(/█{20} OVER$/);
  });

  it('says why there is no figure, which no budget judges', () => {
    const absent: Figure = { name: 'copy', absent: 'no real GPU here: not measured' };
    expect(isOver(absent)).toBe(false);
    expect(line(absent)).toMatch(/^copy +no real GPU here: not measured$/);
  });

  it('stands below its heading, whatever is left out', () => {
    const end = HEADING.indexOf('budget') + 'budget'.length;
    expect(line({ ...figure, budget: 8 }).indexOf('≤ 8') + 3).toBe(end);
    expect(line({ name: 'a', unit: 's', median: 1 })).toHaveLength(end);
  });
});
