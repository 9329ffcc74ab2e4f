import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runFromSummary } from '#measure/record/summary.ts';
import { DEFAULT_DOCUMENT, type Document } from '#state/document.ts';
import { encodeLink } from '#state/permalink.ts';
import { sampleSummary } from '#state/sample-documents.fixture.ts';
import { createDocumentStore } from '#state/store.ts';
import type { Measuring } from '../measuring.ts';
import { EmbedPage } from './embed-page.tsx';

const run = runFromSummary(sampleSummary());
const MLP: Document = { ...DEFAULT_DOCUMENT, stack: { preset: 'mlp' } };
const ADDRESS = `https://notes.example/index.html#${encodeLink(MLP)}`;

function show() {
  // A small stack: jsdom is slow at finding roles among hundreds of marks.
  const store = createDocumentStore({ document: MLP });
  const measuring = { quick: vi.fn(), stop: vi.fn() } satisfies Pick<Measuring, 'quick' | 'stop'>;
  const onReady = vi.fn();
  const onHeight = vi.fn();
  const page = () => (
    <EmbedPage store={store} measuring={measuring} fullPage={() => ADDRESS} onReady={onReady} onHeight={onHeight} />
  );
  const { container } = render(page());
  const dots = (provenance: string) => container.querySelectorAll(`[data-point][data-provenance="${provenance}"]`);
  return { store, measuring, onReady, onHeight, dots };
}

beforeEach(() => {
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('navigator', { userAgent: 'Chrome/156', gpu: {} });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe('the embed', () => {
  it('draws the modelled roofline at once, without a press and without the focus', () => {
    const { measuring, onReady, dots } = show();
    expect(dots('modelled').length).toBeGreaterThan(4);
    expect(screen.getByRole('heading').textContent).toMatch(/ on NVIDIA H100 SXM/);
    expect(onReady).toHaveBeenCalledOnce();
    expect(document.activeElement).toBe(document.body);
    expect(measuring.quick).not.toHaveBeenCalled();
  });

  it('tells the height that it would like, once', () => {
    const { onHeight } = show();
    expect(onHeight).toHaveBeenCalledOnce();
  });

  it('opens the whole page with the same link, in a window that cannot reach back', () => {
    show();
    const link = screen.getByRole('link', { name: 'Open in Ridgepoint' });
    expect(link.getAttribute('href')).toBe(ADDRESS);
    expect(link.getAttribute('target')).toBe('_blank');
    expect(link.getAttribute('rel')).toContain('noopener');
  });

  it('measures on a press, shows what comes, and stops on another', () => {
    const { store, measuring, dots } = show();
    fireEvent.click(screen.getByRole('button', { name: 'Measure this GPU' }));
    expect(measuring.quick).toHaveBeenCalledOnce();
    act(() => {
      store.actions.startMeasuring(10);
      store.actions.putLiveRun({ ...run, measurements: run.measurements.slice(0, 6) });
    });
    expect(screen.getByRole('progressbar')).toBeTruthy();
    expect(dots('measured').length).toBeGreaterThan(0);
    fireEvent.click(screen.getByRole('button', { name: 'Stop' }));
    expect(measuring.stop).toHaveBeenCalledOnce();
    act(() => store.actions.finishMeasuring(run));
    expect(screen.getByText('LIVE')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Measure this GPU' })).toBeTruthy();
  });

  it('calls the points of a link RECORDED, with their device and date', () => {
    const { store, dots } = show();
    act(() => store.actions.addRun(run, 'link'));
    expect(screen.getByText('RECORDED 2026-11-21')).toBeTruthy();
    expect(screen.getByText(/Example GPU/)).toBeTruthy();
    expect(dots('recorded').length).toBeGreaterThan(0);
    expect(dots('measured').length).toBe(0);
  });

  it('says what of a link was not usable', () => {
    const { store } = show();
    act(() => store.actions.openDocument(MLP, ['This link is damaged.']));
    expect(screen.getByText('This link is damaged.')).toBeTruthy();
  });

  it('without WebGPU has no button, says what to do, and still draws', () => {
    vi.stubGlobal('navigator', { userAgent: 'Chrome/156' });
    const { dots } = show();
    expect(screen.queryByRole('button', { name: 'Measure this GPU' })).toBeNull();
    expect(screen.getByRole('alert').textContent).toMatch(/WebGPU/);
    expect(dots('modelled').length).toBeGreaterThan(4);
  });
});
