import { describe, expect, it } from 'vitest';
import type { CurveFigure } from '../figure.ts';
import { figure, rate, SOFTWARE, said } from './stated-rates.fixture.ts';

const ELEMENTS = 1024;
// `rate` does 10⁹ bytes and 10⁹ FLOP at so many a second: a time of 10⁹ over it.
const form = (name: string, intensity: number, seconds: number) =>
  rate(`memory/${name}`, { elements: ELEMENTS, intensity }, 1e9 / seconds);
const turns = (intensity: number, seconds: number) => form('load-then-compute', intensity, seconds);
const ahead = (intensity: number, seconds: number) => form('prefetch', intensity, seconds);
const alone = [
  rate('memory/read', { elements: ELEMENTS, rounds: 1 }, 1e9 / 2, { role: 'point' }),
  rate('compute/fma', { invocations: 64, iterations: 8 }, 1e9 / 3, { role: 'compute-peak' }),
];
/** With so much arithmetic for the bytes. */
const times = (one: ReturnType<typeof rate>, factor: number) => ({
  ...one,
  cost: { ...one.cost, flop: (one.cost.flop * factor) as typeof one.cost.flop },
});

describe('prefetch', () => {
  it('compares where memory and arithmetic take most nearly as long', () => {
    const measured = [
      times(turns(2, 2.5), 0.01),
      times(ahead(2, 2.5), 0.01),
      turns(32, 5),
      ahead(32, 3.5),
      times(turns(64, 300), 100),
      times(ahead(64, 300), 100),
    ];
    expect(said('prefetch', [...measured, ...alone])).toBe(
      'On this GPU prefetching takes 70 % of the time of loading in turn at 32 FLOP an element (3.5 s of 5 s): memory alone would take 2 s and arithmetic alone 3 s.',
    );
    const { series } = figure('prefetch', [...measured, ...alone]) as CurveFigure;
    expect(series.map(({ id, provenance }) => [id, provenance])).toEqual([
      ['load-then-compute', 'measured'],
      ['prefetch', 'measured'],
      ['overlap', 'modelled'],
      ['turns', 'modelled'],
    ]);
    expect(series[2]?.points.map(({ x, y }) => [x, Number(y.toFixed(6))])).toEqual([
      [2, 2],
      [32, 3],
      [64, 300],
    ]);
    expect(series[3]?.points.map(({ x, y }) => [x, Number(y.toFixed(6))])).toEqual([
      [2, 2.03],
      [32, 5],
      [64, 302],
    ]);
  });
  it('claims no difference that the intervals do not tell, and draws no model without its rates', () => {
    const measured = [turns(2, 2), ahead(2, 2.001), turns(8, 4), ahead(8, 4.001)];
    expect(said('prefetch', measured, SOFTWARE)).toBe(
      'On this software adapter prefetching takes as long as loading in turn at 8 FLOP an element, as far as the intervals tell (4 s).',
    );
    expect((figure('prefetch', measured) as CurveFigure).series).toHaveLength(2);
  });
  it('takes the rate of the read of as many elements alone', () => {
    const other = rate('memory/read', { elements: 7, rounds: 1 }, 1e9, { role: 'point' });
    const measured = [turns(2, 2), ahead(2, 1), turns(8, 4), ahead(8, 3)];
    expect((figure('prefetch', [...measured, ...alone.slice(1), other]) as CurveFigure).series).toHaveLength(2);
  });
});
