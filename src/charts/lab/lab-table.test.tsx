import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { LabTable } from './lab-table.tsx';
import { byStride, heat, scaled, tiling } from './sample-figures.fixture.ts';

afterEach(cleanup);
const plain = (text: string | null) => (text ?? '').replaceAll('\u00a0', ' ');
const cellsOf = (row: HTMLElement | undefined) =>
  row ? [...row.querySelectorAll('th, td')].map(({ textContent }) => plain(textContent)) : [];

describe('the table behind a figure', () => {
  it('holds every value with its interval, provenance and what it is', () => {
    render(<LabTable figure={byStride} />);
    const [head, ...rows] = within(screen.getByRole('table')).getAllByRole('row');
    expect(cellsOf(head)).toEqual([
      'Series',
      'stride, elements',
      'useful bandwidth',
      '95 % interval',
      'provenance',
      'What',
    ]);
    expect(rows).toHaveLength(24);
    expect(cellsOf(rows[16])).toEqual(['f32 by transactions', '1', '400 GB/s', '–', 'modelled', '128 B transactions']);
    expect(cellsOf(rows[0])[3]).toMatch(/^\d+ to \d+ GB\/s$/);
  });
  it('leaves out cells that nobody measured', () => {
    render(<LabTable figure={heat} />);
    expect(screen.getAllByRole('row')).toHaveLength(16);
  });
  it('sets B beside A with A over B, and keeps what one alone has', () => {
    const fast = scaled(tiling, 2);
    render(<LabTable figure={{ ...tiling, rungs: tiling.rungs.slice(1) }} ghost={fast} />);
    const [head, ...rows] = screen.getAllByRole('row');
    expect(cellsOf(head).slice(-2)).toEqual(['A over B', 'A over B, interval']);
    expect(cellsOf(rows[0])).toEqual([
      'tile 2',
      '62 GFLOP/s',
      '58.9 to 67 GFLOP/s',
      'measured',
      '124 GFLOP/s',
      '118 to 134 GFLOP/s',
      'measured',
      '0.5×',
      '0.44× to 0.568×',
    ]);
    expect(cellsOf(rows.at(-1))).toEqual([
      'naive',
      '–',
      '–',
      '–',
      '162 GFLOP/s',
      '154 to 175 GFLOP/s',
      'measured',
      '–',
      '–',
    ]);
  });
});
