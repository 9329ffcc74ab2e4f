import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { accelerator, residualNetwork } from './example.fixture.ts';
import { CeilingList, RooflineTable } from './roofline-table.tsx';

// A few rows: jsdom takes seconds over the roles of hundreds of cells.
const atHbm = residualNetwork()
  .filter((point) => point.boundary === 'hbm')
  .slice(0, 6);

afterEach(cleanup);

describe('the table', () => {
  it('has a caption, headings with scope, and the longest first until a heading is pressed', () => {
    render(<RooflineTable roofline={accelerator} points={atHbm} />);
    const table = screen.getByRole('table', { name: /sorted by time, descending/ });
    const names = () =>
      within(table)
        .getAllByRole('rowheader')
        .map((cell) => cell.textContent);
    const byTime = [...atHbm].sort((a, b) => b.time - a.time).map((point) => point.label);
    expect(names()[0]).toBe(byTime[0]);
    expect(within(table).getByRole('columnheader', { name: /^Time/ }).getAttribute('aria-sort')).toBe('descending');
    fireEvent.click(within(table).getByRole('button', { name: /^Layer or kernel/ }));
    expect(names()).toEqual([...names()].sort());
    fireEvent.click(within(table).getByRole('button', { name: /^Layer or kernel/ }));
    expect(names()).toEqual([...names()].sort().reverse());
  });
  it('shows what is unknown as –', () => {
    const [first] = atHbm;
    if (!first) throw new Error('no points');
    const nowhere = { ...first, intensity: (first.intensity * Number.POSITIVE_INFINITY) as typeof first.intensity };
    render(<RooflineTable roofline={accelerator} points={[nowhere]} />);
    expect(screen.getAllByRole('cell').filter((cell) => cell.textContent === '–')).toHaveLength(2);
  });
});

describe('the list of roofs', () => {
  it('gives each its value, provenance and source', () => {
    render(<CeilingList roofline={accelerator} />);
    const texts = screen.getAllByRole('listitem').map((item) => item.textContent?.replaceAll('\u00a0', ' '));
    expect(texts).toHaveLength(accelerator.computes.length + accelerator.bandwidths.length);
    expect(texts).toContain('HBM3 3.35 TB/s, spec: an example for tests');
  });
});
