import { describe, expect, it } from 'vitest';
import type { CurveFigure, HeatFigure } from '../figure.ts';
import { figureToCsv } from '../figure-csv.ts';
import { figure, rate, said } from './stated-rates.fixture.ts';

describe('stride', () => {
  const at = (stride: number, perSecond: number, elements = 2 ** 20, spread = 0.01) =>
    rate('memory/strided', { elements, stride }, perSecond, { moved: Math.min(stride, 8), spread });
  const sweep = [at(1, 8e11), at(2, 4e11), at(8, 1.2e11), at(32, 5e10)];

  it('says useful over moved bytes and models the bandwidth with it', () => {
    expect(said('stride', sweep)).toBe(
      'On this GPU neighbours that read 32 elements apart get 6.25 % of the bandwidth of those side by side; 12.5 % of moved bytes are useful, and the transaction model says 12.5 %.',
    );
    const { series } = figure('stride', sweep) as CurveFigure;
    expect(series.map(({ id, provenance }) => [id, provenance])).toEqual([
      ['scalar', 'measured'],
      ['scalar-model', 'modelled'],
    ]);
    expect(series[1]?.points.map(({ x, y }) => [x, Math.round(y / 1e9)])).toEqual([
      [1, 800],
      [2, 400],
      [8, 100],
      [32, 100],
    ]);
    expect(series[0]?.points.map(({ label }) => label.replaceAll('\u00a0', ' '))).toEqual([
      'memory/strided elements 1,048,576, stride 1: 100 % of moved bytes are useful',
      'memory/strided elements 1,048,576, stride 2: 50 % of moved bytes are useful',
      'memory/strided elements 1,048,576, stride 8: 12.5 % of moved bytes are useful',
      'memory/strided elements 1,048,576, stride 32: 12.5 % of moved bytes are useful',
    ]);
  });
  it('keeps points of half the size after a lack of memory, and says so', () => {
    const halved = [at(1, 8e11), at(2, 4e11), at(8, 1e11, 2 ** 19)];
    const { series, notes } = figure('stride', halved) as CurveFigure;
    expect(series[0]?.points.map(({ x }) => x)).toEqual([1, 2, 8]);
    expect(series[0]?.points[2]?.label).toContain('elements 524,288');
    expect(notes.join(' ')).toContain('Not every point is of the same problem');
    expect(figure('stride', sweep).notes.join(' ')).not.toContain('Not every point');
  });
  it('leaves out what was measured by hand', () => {
    const byHand = { ...at(64, 1), role: 'point' as const };
    expect((figure('stride', [...sweep, byHand]) as CurveFigure).series[0]?.points).toHaveLength(4);
  });
  it('has what is left in the heat map, and its interval end against end', () => {
    const { cells, columns, takeaway } = figure('stride-width', sweep) as HeatFigure;
    expect(columns).toEqual(['1', '2', '8', '32']);
    expect(cells[0]?.map((cell) => cell?.y)).toEqual([1, 0.5, 0.15, 0.0625].map((y) => expect.closeTo(y, 9)));
    expect(cells[0]?.[1]?.interval).toEqual([
      expect.closeTo((0.5 / 1.01) * 0.99, 9),
      expect.closeTo((0.5 / 0.99) * 1.01, 9),
    ]);
    expect(takeaway).toMatch(/the least is left at a stride of 32: 6.25/);
  });
  it('names several strides where the intervals do not tell the least from the next', () => {
    const tied = [at(1, 8e11), at(2, 4e11), at(8, 1.01e11), at(32, 1e11)];
    expect(said('stride-width', tied)).toMatch(/strides of 8 and 32, which the intervals do not tell apart: 12.5 %/);
    expect(said('stride-width', [at(1, 8e11), at(2, 8e11)])).toMatch(/no stride leaves less/);
  });
  it('writes its values as CSV with units and quotes', () => {
    const lines = figureToCsv(figure('stride', [at(1, 8e11), at(2, 4e11)])).split('\r\n');
    expect(lines[0]).toBe('run,series,x_elements,y_B_per_s,low_B_per_s,high_B_per_s,provenance,label');
    expect(lines[2]?.replaceAll('\u00a0', ' ')).toMatch(
      /^A,f32 loads,2,4(?:e\+11|0{11}),396039603960\.\d+,404040404040\.\d+,measured,"memory\/strided elements 1,048,576, stride 2: 50 % of moved bytes are useful"$/,
    );
    expect(lines[4]).toMatch(/^A,"f32 loads, transaction model",2,4(?:e\+11|0{11}),,,modelled,/);
    expect(lines.at(-1)).toBe('');
  });
});
