import { fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_DOCUMENT, settingsOf, withView } from '#state/document.ts';
import { papersView } from '#state/views/papers.ts';
import { renderPanel } from '../playground.fixture.tsx';
import { PapersView } from './papers-view.tsx';

const { download } = vi.hoisted(() => ({ download: vi.fn() }));
vi.mock('../controls/files.ts', async (original) => ({ ...(await original<object>()), download }));
beforeEach(() => download.mockClear());

const open = (settings = {}) =>
  renderPanel(<PapersView present={false} />, { document: withView(DEFAULT_DOCUMENT, papersView, settings) });
const plain = (element: Element) => (element.textContent ?? '').replaceAll('\u00a0', ' ');

describe('the view of papers', () => {
  it('says how many published figures come out as printed, and shows a table for each source', () => {
    open();
    expect(screen.getByText(/of \d+ published figures come out as printed/)).toBeTruthy();
    const zero = screen.getByRole('region', { name: 'ZeRO' });
    expect(plain(within(zero).getByRole('row', { name: /7.5 billion parameters on 64 devices, stage 2 / }))).toMatch(
      /16,640,625,000.*16,600,000,000.*match/,
    );
  });

  it('shows the slips of sources alone, each with what is right', () => {
    const { store } = open();
    fireEvent.click(screen.getByRole('radio', { name: 'Slips of sources' }));
    expect(settingsOf(store.getState().document, papersView).shown).toBe('slips');
    expect(screen.queryByRole('region', { name: 'LoRA' })).toBeNull();
    expect(screen.getByRole('region', { name: 'FlashAttention' }).textContent).toContain('825 GFLOP');
  });

  it('keeps the source of a link, and reads an unknown one as every source', () => {
    open({ source: 'Revolve' });
    expect(screen.queryByRole('region', { name: 'ZeRO' })).toBeNull();
    expect(screen.getByRole('region', { name: 'Revolve' })).toBeTruthy();
  });

  it('reads an unknown source as every one', () => {
    open({ source: 'nowhere' });
    expect(screen.getByRole('region', { name: 'ZeRO' })).toBeTruthy();
  });

  it('walks from mark to mark with the arrow keys', () => {
    open({ source: 'Rotor' });
    const first = screen.getByRole('img', { name: 'Rotor, Least memory' });
    first.focus();
    fireEvent.keyDown(first, { key: 'ArrowRight' });
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Rotor, Makespan in memory 7');
  });

  it('exports the rows in view', () => {
    open({ source: 'Rotor' });
    fireEvent.click(screen.getByRole('button', { name: 'Export the published figures as CSV' }));
    const lines = String(download.mock.calls[0]?.[2]).split('\r\n');
    expect(lines).toHaveLength(7);
    expect(lines[0]).toMatch(/^id,source,/);
    fireEvent.click(screen.getByRole('button', { name: 'Export the published figures as JSON' }));
    expect(JSON.parse(String(download.mock.calls[1]?.[2]))).toHaveLength(5);
  });
});
