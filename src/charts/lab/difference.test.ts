import { describe, expect, it } from 'vitest';
import { differenceSentence, differencesOf } from './difference.ts';
import type { CurveFigure, FigurePoint, HeatFigure, LadderFigure } from './figure.ts';

const base = { id: 'f', experiment: 'latency', title: 'F', takeaway: '', notes: [] };
const axis = { label: 'latency', unit: 'seconds', scale: 'log10' } as const;
const point = (x: number, y: number, spread = 0.05): FigurePoint => ({
  x,
  y,
  interval: [y * (1 - spread), y * (1 + spread)],
  label: `${x}`,
});
const curve = (...points: readonly FigurePoint[]): CurveFigure => ({
  ...base,
  kind: 'curve',
  x: { label: 'working set', unit: 'bytes', scale: 'log2' },
  y: axis,
  series: [
    { id: 'chase', label: 'Pointer chase', provenance: 'measured', points },
    { id: 'model', label: 'Model', provenance: 'modelled', points: points.map((one) => ({ ...one, interval: null })) },
  ],
  tiers: [],
});

describe('differences of two runs', () => {
  it('are ratios where both measured, with an interval end against end; the model differs in nothing', () => {
    const found = differencesOf(curve(point(64, 2), point(128, 4)), curve(point(64, 1), point(256, 9)));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ group: 'Pointer chase', x: 64, a: 2, b: 1, ratio: 2 });
    expect(found[0]?.interval[0]).toBeCloseTo(1.9 / 1.05);
    expect(found[0]?.interval[1]).toBeCloseTo(2.1 / 0.95);
  });

  it('pair rungs by name and cells by row and column', () => {
    const ladder = (...values: readonly number[]): LadderFigure => ({
      ...base,
      kind: 'ladder',
      x: axis,
      rungs: values.map((value, index) => ({
        label: `tile ${index}`,
        value,
        interval: [value, value],
        provenance: 'measured',
      })),
    });
    expect(differencesOf(ladder(3, 4), ladder(1)).map(({ label, ratio }) => [label, ratio])).toEqual([['tile 0', 3]]);
    const heat = (y: number): HeatFigure => ({
      ...base,
      kind: 'heat',
      provenance: 'measured',
      value: axis,
      columnsLabel: 'stride',
      rowsLabel: 'width',
      columns: ['1', '2'],
      rows: ['f32'],
      cells: [[{ y, interval: [y, y], label: 'cell' }, null]],
    });
    expect(differencesOf(heat(4), heat(2)).map(({ label, ratio }) => [label, ratio])).toEqual([['f32, 1', 2]]);
    expect(differencesOf(heat(4), ladder(1))).toEqual([]);
  });

  it('are said in a sentence: what differs clearly, which way, and what does not', () => {
    const said = (a: CurveFigure, b: CurveFigure) => differenceSentence(differencesOf(a, b), axis);
    const b = curve(point(64, 1), point(128, 1), point(256, 1));
    expect(said(curve(point(64, 2), point(128, 0.5), point(256, 1.02)), b)).toBe(
      'A takes longer than B at 1 place; A takes less time than B at 1 place; the rest agree within their intervals (1 place).',
    );
    expect(said(b, b)).toBe('A and B agree within their intervals.');
    expect(said(curve(point(512, 1)), b)).toContain('nothing in common');
    expect(differenceSentence(differencesOf(curve(point(64, 2)), b), { ...axis, unit: 'bytes-per-second' })).toBe(
      'A is higher than B at 1 place.',
    );
  });
});
