import { describe, expect, it } from 'vitest';
import { bytes } from '#core/units.ts';
import type { Measurement } from '#measure/record/record.ts';
import type { CurveFigure, LadderFigure } from '../figure.ts';
import { figure, rate, SOFTWARE, said } from './stated-rates.fixture.ts';

const sizes = { rows: 1000, columns: 250 };
/** A form of so many bytes, at 10⁹ a second of work. */
const form = (name: string, perSecond: number, share: number, over: Measurement['problem'] = {}): Measurement => {
  const one = rate(`matvec/${name}`, { ...sizes, ...over }, perSecond);
  return { ...one, cost: { ...one.cost, compulsory: bytes(1e9 * share) } };
};

describe('compression as bandwidth', () => {
  const runs = [form('int4', 5e9, 0.125, { group: 32 }), form('f32', 1e9, 1), form('f16', 1e9, 0.5)];
  it('says how near each form comes to what its bytes would give', () => {
    const { rungs } = figure('matvec', runs) as LadderFigure;
    // A million bytes of f32 in a second, and in a fifth of one.
    expect(rungs.map(({ label, value }) => [label, Math.round(value)])).toEqual([
      ['f32', 1e6],
      ['f16', 1e6],
      ['int4', 5e6],
    ]);
    expect(said('matvec', runs)).toBe(
      'On this GPU f32 weights meet their vector at 1 MB/s; int4, in 12.5 % of the bytes, is 5× as fast, 62.5 % of what its bytes alone would give; f16 is as fast as f32, as far as the intervals tell.',
    );
  });
  it('says why where a form gets less than half of it', () => {
    const slow = [form('f32', 1e9, 1), form('int8', 5e8, 0.25)];
    expect(said('matvec', slow)).toMatch(/is 50 % as fast, 12.5 % of .*: unpacking and waiting take the rest\.$/);
    expect(said('matvec', slow, SOFTWARE)).toMatch(/: a processor takes its time to unpack\.$/);
  });
  it('shows the bytes that each form has beside', () => {
    const { rungs } = figure('matvec-achieved', runs) as LadderFigure;
    expect(rungs.map(({ value }) => value)).toEqual([1e9, 5e8, 6.25e8]);
    expect(said('matvec-achieved', runs)).toBe(
      'On this GPU f32 weights arrive at 1 GB/s; f16 50 % and int4 62.5 % of that.',
    );
  });
  it('keeps to one matrix, the largest in f32', () => {
    const other = rate('matvec/f16', { rows: 10, columns: 10 }, 9e9);
    expect((figure('matvec', [...runs, other]) as LadderFigure).rungs[1]?.value).toBeCloseTo(1e6, 0);
    expect(figure('matvec', [form('f16', 1e9, 0.5)])).toBeUndefined();
  });
});

describe('compressed sparse rows', () => {
  const f32 = form('f32', 1e9, 1);
  const sparse = (sparsity: number, perSecond: number) =>
    form('csr', perSecond, (2 * (100 - sparsity)) / 100, { sparsity });
  it('say from which share of noughts they are faster, and from which their bytes are fewer', () => {
    const runs = [f32, sparse(90, 4e9), sparse(40, 5e8), sparse(60, 9e8), sparse(75, 2e9)];
    const { series } = figure('matvec-sparse', runs) as CurveFigure;
    expect(series[0]?.points.map(({ x }) => x)).toEqual([40, 60, 75, 90]);
    expect(series[1]?.points.map(({ x, y }) => [x, y])).toEqual([
      [40, 1],
      [90, 1],
    ]);
    expect(series[2]?.provenance).toBe('modelled');
    expect(series[2]?.points.map(({ y }) => y)).toEqual([1.2, 0.8, 0.5, 0.2]);
    expect(said('matvec-sparse', runs)).toBe(
      'On this GPU compressed sparse rows are faster than the whole matrix in f32 from 75 % noughts on, 2× as fast there, and their bytes are fewer from 60 % on.',
    );
  });
  it('say so where they are never faster', () => {
    expect(said('matvec-sparse', [f32, sparse(50, 5e8), sparse(90, 1e9)])).toBe(
      'On this GPU compressed sparse rows are not faster than the whole matrix in f32 up to 90 % noughts, as far as the intervals tell, and their bytes are fewer from 90 % on.',
    );
  });
});
