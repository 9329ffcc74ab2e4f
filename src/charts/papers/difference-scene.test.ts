import { describe, expect, it } from 'vitest';
import type { CheckRow } from '#model/check/check.ts';
import { differenceScene } from './difference-scene.ts';

const row = (id: string, name: string, difference: number | null): CheckRow => ({
  id,
  name,
  source: name,
  year: 2000,
  where: '',
  what: id,
  inputs: {},
  by: '',
  unit: 'B',
  ours: 1,
  theirs: 1,
  rule: 'exact',
  difference,
  verdict: 'match',
  right: null,
  reason: null,
});
const ROWS = [row('b', 'One', 0.1), row('a', 'One', 0), row('c', 'Two', -10), row('d', 'Two', 1e-9)];

describe('how far figures are off, drawn', () => {
  const { lines, xTicks, frame } = differenceScene(ROWS, { width: 640, fontSize: 12 });
  it('has a line for each source, the nearest figure first', () => {
    expect(lines.map(({ name, spots }) => [name, ...spots.map(({ id }) => id)])).toEqual([
      ['One', 'a', 'b'],
      ['Two', 'd', 'c'],
    ]);
  });
  it('places a figure by the size of its difference, at a tick where it is one', () => {
    const [zero, ...ticks] = xTicks;
    expect(lines[0]?.spots.map(({ x }) => x)).toEqual([zero?.at, ticks[2]?.at]);
    expect(lines[1]?.spots.map(({ x }) => x)).toEqual([zero?.at, ticks[3]?.at]);
  });
  it('keeps what is farther, or unknown, inside the plot', () => {
    const far = differenceScene([row('e', 'One', 1e9), row('f', 'One', null)], { width: 640, fontSize: 12 });
    for (const { x } of far.lines[0]?.spots ?? []) expect(x).toBe(frame.width - frame.right);
  });
  it('leaves out ticks whose texts would meet', () => {
    expect(xTicks).toHaveLength(5);
    expect(differenceScene(ROWS, { width: 260, fontSize: 12 }).xTicks.length).toBeLessThan(5);
  });
});
