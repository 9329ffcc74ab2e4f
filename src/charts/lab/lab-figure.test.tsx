import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LabFigure } from './lab-figure.tsx';
import { byStride, heat, scaled, staircase, tiling } from './sample-figures.fixture.ts';

const plain = (text: string | null | undefined) => (text ?? '').replaceAll('\u00a0', ' ');
const focusedSpot = () => document.activeElement?.getAttribute('data-spot');
const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });

beforeEach(() => {
  // jsdom captures no pointers.
  Object.assign(Element.prototype, { setPointerCapture: () => undefined });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('from the keyboard', () => {
  const stops = (container: HTMLElement) => [...container.querySelectorAll<SVGElement>('[data-spot][tabindex="0"]')];

  it('a chart is one tab stop; arrows walk along a series and between series, Home and End jump', () => {
    const { container } = render(<LabFigure figure={byStride} />);
    expect(stops(container).map((mark) => mark.dataset['spot'])).toEqual(['scalar 1']);
    act(() => stops(container)[0]?.focus());
    press('ArrowRight');
    expect(focusedSpot()).toBe('scalar 2');
    press('ArrowDown');
    expect(focusedSpot()).toBe('vec4 2');
    press('ArrowUp');
    press('End');
    expect(focusedSpot()).toBe('scalar 128');
    press('ArrowRight');
    expect(focusedSpot()).toBe('scalar 128');
    press('Home');
    expect(focusedSpot()).toBe('scalar 1');
    expect(stops(container).map((mark) => mark.dataset['spot'])).toEqual(['scalar 1']);
  });
  it('says value, interval, provenance and what was run', () => {
    const { container } = render(<LabFigure figure={byStride} />);
    act(() => stops(container)[0]?.focus());
    const said = () => plain(container.querySelector('[aria-live="polite"]')?.textContent);
    expect(said()).toMatch(/^f32: 1\. .* GB\/s, 95 % interval .* to .* GB\/s, measured: memory\/strided, stride 1$/);
    press('ArrowDown');
    press('ArrowDown');
    expect(said()).toBe('f32 by transactions: 1. 400 GB/s, modelled: 128 B transactions');
  });
  it('walks bars down and cells both ways', () => {
    const { container, unmount } = render(<LabFigure figure={tiling} />);
    act(() => stops(container)[0]?.focus());
    press('ArrowDown');
    expect(focusedSpot()).toBe('tile 2');
    unmount();
    const second = render(<LabFigure figure={heat} />);
    act(() => stops(second.container)[0]?.focus());
    press('ArrowRight');
    press('ArrowDown');
    expect(focusedSpot()).toBe('1 1');
  });
});

describe('the pointer', () => {
  it('says the nearest point; a finger leaves it said', () => {
    const { container } = render(<LabFigure figure={staircase} />);
    const svg = container.querySelector('svg[role="presentation"]');
    const shape = container.querySelector('[data-spot="chase 4096"] circle');
    if (!svg || !shape) throw new Error('no drawing');
    const at = { clientX: Number(shape.getAttribute('cx')) + 8, clientY: Number(shape.getAttribute('cy')) - 8 };
    const said = () => plain(container.querySelector('[aria-live="polite"]')?.textContent);
    fireEvent.pointerMove(svg, at);
    expect(said()).toMatch(/^4 KiB\. 1\.\d+ ns/);
    fireEvent.pointerLeave(svg, { pointerType: 'mouse' });
    expect(said()).toBe('');
    fireEvent.pointerDown(svg, { ...at, pointerType: 'touch' });
    fireEvent.pointerLeave(svg, { pointerType: 'touch' });
    expect(said()).toMatch(/^4 KiB/);
  });
});

describe('a second figure', () => {
  it('stands beside the first on the same axes, as B', () => {
    const { container } = render(<LabFigure figure={tiling} ghost={scaled(tiling, 1.5)} />);
    const bars = [...container.querySelectorAll('[data-spot]')].map((bar) => plain(bar.getAttribute('aria-label')));
    expect(bars.slice(0, 2)).toEqual(['A, naive, 81 GFLOP/s', 'B, naive, 122 GFLOP/s']);
    expect(container.querySelectorAll('[data-ghost]')).toHaveLength(tiling.rungs.length);
  });
});

describe('the end of a tier', () => {
  const slider = () => screen.getByRole('slider', { name: 'End of L1' });

  it('is said with its interval, and moves by an eighth of an octave: presses in a row are one change', () => {
    vi.useFakeTimers();
    const onBoundary = vi.fn();
    render(<LabFigure figure={staircase} onBoundary={onBoundary} />);
    expect(plain(slider().getAttribute('aria-valuetext'))).toBe('L1 ends at 32 KiB, between 28 and 40 KiB');
    act(() => slider().focus());
    press('ArrowRight');
    press('ArrowRight');
    const twice = Math.round(Math.round(32768 * 2 ** (1 / 8)) * 2 ** (1 / 8));
    expect(onBoundary).toHaveBeenLastCalledWith(0, twice, 'preview');
    expect(plain(slider().getAttribute('aria-valuetext'))).toBe('L1 ends at 38.1 KiB');
    act(() => vi.advanceTimersByTime(700));
    expect(onBoundary).toHaveBeenLastCalledWith(0, twice, 'commit');
    expect(onBoundary.mock.calls.filter(([, , phase]) => phase === 'commit')).toHaveLength(1);
  });
  it('goes to its limits on Home and End, which its neighbours set; Escape takes it back', () => {
    const onBoundary = vi.fn();
    render(<LabFigure figure={staircase} onBoundary={onBoundary} />);
    act(() => slider().focus());
    press('End');
    const [, highest] = onBoundary.mock.lastCall ?? [];
    expect(highest).toBeLessThan(1024 * 1024);
    expect(highest).toBeGreaterThan(512 * 1024);
    press('Home');
    expect(onBoundary.mock.lastCall?.[1]).toBeGreaterThanOrEqual(4096);
    press('Escape');
    expect(onBoundary.mock.lastCall?.[2]).toBe('cancel');
    expect(slider().getAttribute('aria-valuenow')).toBe('32768');
  });
  it('follows the pointer once a frame, and rests where it is let go', () => {
    const frames: FrameRequestCallback[] = [];
    vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => frames.push(frame));
    vi.stubGlobal('cancelAnimationFrame', () => undefined);
    const onBoundary = vi.fn();
    const { container } = render(<LabFigure figure={staircase} onBoundary={onBoundary} />);
    const svg = container.querySelector('svg[role="presentation"]');
    if (!svg) throw new Error('no drawing');
    fireEvent.pointerDown(slider(), { button: 0, clientX: 100, pointerId: 1 });
    for (const clientX of [110, 120, 130]) fireEvent.pointerMove(svg, { clientX, pointerId: 1 });
    expect(frames).toHaveLength(1);
    expect(onBoundary).not.toHaveBeenCalled();
    act(() => frames[0]?.(0));
    expect(onBoundary).toHaveBeenCalledTimes(1);
    fireEvent.pointerMove(svg, { clientX: 140, pointerId: 1 });
    fireEvent.pointerUp(svg, { clientX: 140, pointerId: 1 });
    expect(onBoundary.mock.calls.map(([, , phase]) => phase)).toEqual(['preview', 'commit']);
    expect(onBoundary.mock.lastCall?.[1]).toBeGreaterThan(onBoundary.mock.calls[0]?.[1]);
  });
  it('is let go on Escape while it is dragged', () => {
    vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => {
      frame(0);
      return 1;
    });
    const onBoundary = vi.fn();
    const { container } = render(<LabFigure figure={staircase} onBoundary={onBoundary} />);
    const svg = container.querySelector('svg[role="presentation"]');
    if (!svg) throw new Error('no drawing');
    fireEvent.pointerDown(slider(), { button: 0, clientX: 100, pointerId: 1 });
    fireEvent.pointerMove(svg, { clientX: 150, pointerId: 1 });
    fireEvent.keyDown(window, { key: 'Escape' });
    fireEvent.pointerUp(svg, { clientX: 150, pointerId: 1 });
    expect(onBoundary.mock.calls.map(([, , phase]) => phase)).toEqual(['preview', 'cancel']);
  });
  it('cannot be moved where nobody hears it', () => {
    render(<LabFigure figure={staircase} />);
    expect(screen.queryAllByRole('slider')).toEqual([]);
  });
});

it('a finger on the grip of a boundary drags it; elsewhere on the chart it scrolls the page', () => {
  const { container } = render(<LabFigure figure={staircase} onBoundary={vi.fn()} />);
  const grip = container.querySelector('[role="slider"] rect');
  const mark = container.querySelector('[data-spot]');
  if (!grip || !mark) throw new Error('The staircase has no grip or no mark.');
  // fireEvent gives false where the browser's own answer was prevented.
  expect(fireEvent.touchStart(grip)).toBe(false);
  expect(fireEvent.touchStart(mark)).toBe(true);
});
