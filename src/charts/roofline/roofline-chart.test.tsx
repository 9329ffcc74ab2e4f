import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { accelerator, exampleRoofline, residualNetwork } from './example.fixture.ts';
import { RooflineChart, type RooflineChartProps } from './roofline-chart.tsx';
import { walkOrder } from './visible.ts';

// A few layers: jsdom is slow over hundreds of roles.
const points = residualNetwork().filter(({ subject }) => /^(conv1|layer[13]\.0.*|fc|avgpool)$/.test(subject));
const atHbm = walkOrder(points.filter((point) => point.boundary === 'hbm'));
const chart: RooflineChartProps = {
  roofline: accelerator,
  format: 'f16',
  points,
  selectedBoundary: 'hbm',
  initialWidth: 900,
  height: 560,
};
const plain = (text: string | null | undefined) => (text ?? '').replaceAll('\u00a0', ' ');
const placeOf = (container: HTMLElement, id: string) =>
  markOf(container, id).parentElement?.getAttribute('transform') ?? '';
const markOf = (container: HTMLElement, id: string) => {
  const found = [...container.querySelectorAll<SVGElement>('[data-point]')].find(
    (mark) => mark.dataset['point'] === id,
  );
  if (!found) throw new Error(`no mark ${id}`);
  return found;
};

function Host() {
  const [isolated, setIsolated] = useState<string | null>(null);
  return <RooflineChart {...chart} isolated={isolated} onIsolate={setIsolated} />;
}

beforeEach(() => {
  // jsdom captures no pointers.
  Object.assign(Element.prototype, { setPointerCapture: () => undefined });
});
afterEach(cleanup);

describe('the chart', () => {
  it('has a name, an axis that says where the bytes are counted, and a mark for each point there', () => {
    const { container } = render(<RooflineChart {...chart} />);
    expect(screen.getByRole('group', { name: 'Roofline chart' })).toBeDefined();
    expect(container.textContent).toContain('intensity at HBM3, FLOP per byte (log)');
    expect(container.querySelectorAll('[data-point]')).toHaveLength(atHbm.length);
  });
  it('says what a point is, with provenance and diagnosis', () => {
    render(<RooflineChart {...chart} />);
    const label = screen.getByRole('button', { name: /^fc:/ }).getAttribute('aria-label');
    expect(plain(label)).toMatch(/Intensity at HBM3 8 FLOP\/B modelled; Performance .* modelled;.*Bound by l2\.$/);
  });
});

describe('from the keyboard', () => {
  it('one point is in the tab order; arrows walk by intensity, Home and End jump', () => {
    const onFocusPoint = vi.fn();
    const { container } = render(<RooflineChart {...chart} onFocusPoint={onFocusPoint} />);
    const stops = () => [...container.querySelectorAll<SVGElement>('[data-point][tabindex="0"]')];
    expect(stops().map((mark) => mark.dataset['point'])).toEqual([atHbm[0]?.id]);
    act(() => stops()[0]?.focus());
    for (const expected of atHbm.slice(1, 6)) {
      fireEvent.keyDown(document.activeElement ?? document.body, { key: 'ArrowRight' });
      expect(document.activeElement?.getAttribute('data-point')).toBe(expected.id);
      expect(stops().map((mark) => mark.dataset['point'])).toEqual([expected.id]);
      expect(onFocusPoint).toHaveBeenLastCalledWith(expected.id);
    }
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'End' });
    expect(document.activeElement?.getAttribute('data-point')).toBe(atHbm.at(-1)?.id);
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'ArrowLeft' });
    expect(document.activeElement?.getAttribute('data-point')).toBe(atHbm.at(-2)?.id);
    act(() => screen.getByRole('button', { name: 'Zoom in' }).focus());
    expect(stops().map((mark) => mark.dataset['point'])).toEqual([atHbm.at(-2)?.id]);
  });
  it('focus shows the card and speaks in the live region; Escape puts the card away', () => {
    const { container } = render(<RooflineChart {...chart} />);
    act(() => markOf(container, 'fc@hbm').focus());
    const card = container.querySelector('[data-card="point"]');
    expect(plain(card?.textContent)).toContain('Intensity at HBM38 FLOP/B modelled');
    expect(plain(container.querySelector('[aria-live="polite"]')?.textContent)).toMatch(/^fc: Intensity at HBM3/);
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Escape' });
    expect(container.querySelector('[data-card="point"]')).toBeNull();
  });
  it('Enter isolates a subject and lets it go again', () => {
    const { container } = render(<Host />);
    const faded = () => container.querySelectorAll('[data-point][class*="faded"]').length;
    act(() => markOf(container, 'fc@hbm').focus());
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Enter' });
    expect(markOf(container, 'fc@hbm').getAttribute('aria-pressed')).toBe('true');
    expect(faded()).toBe(atHbm.length - 1);
    fireEvent.keyDown(document.activeElement ?? document.body, { key: ' ' });
    expect(markOf(container, 'fc@hbm').getAttribute('aria-pressed')).toBe('false');
    expect(faded()).toBe(0);
  });
  it('plus, minus and nought zoom; Shift and arrows pan', () => {
    const { container } = render(<RooflineChart {...chart} />);
    const mark = markOf(container, 'fc@hbm');
    const placed = () => placeOf(container, 'fc@hbm');
    const home = placed();
    const fit = screen.getByRole<HTMLButtonElement>('button', { name: 'Fit' });
    expect(fit.disabled).toBe(true);
    fireEvent.keyDown(mark, { key: '+' });
    const zoomed = placed();
    expect(zoomed).not.toBe(home);
    expect(fit.disabled).toBe(false);
    fireEvent.keyDown(mark, { key: 'ArrowRight', shiftKey: true });
    expect(placed()).not.toBe(zoomed);
    fireEvent.keyDown(mark, { key: '0' });
    expect(placed()).toBe(home);
    fireEvent.click(screen.getByRole('button', { name: 'Zoom in' }));
    fireEvent.click(screen.getByRole('button', { name: 'Zoom out' }));
    fireEvent.click(fit);
    expect(placed()).toBe(home);
  });
});

describe('a point out of a zoomed view', () => {
  it('comes into it when the arrow keys reach it', () => {
    const { container } = render(<RooflineChart {...chart} />);
    const [first] = atHbm;
    const svg = container.querySelector('svg');
    if (!first || !svg) throw new Error('no points');
    // Closer and closer about the upper right, where the first point is not.
    for (let step = 0; step < 8; step++)
      fireEvent.wheel(svg, { deltaY: -50, clientX: 850, clientY: 60, ctrlKey: true });
    const x = () => Number(/translate\((-?[\d.]+)/.exec(placeOf(container, first.id))?.[1]);
    expect(x()).toBeLessThan(0);
    act(() => markOf(container, first.id).focus());
    expect(x()).toBeCloseTo(450, 0);
    expect(container.querySelector('[data-card="point"] h3')?.textContent).toBe(first.label);
  });
});

describe('a zoomed view', () => {
  it('outlives an edit, and gives way to a machine that lies wholly outside it', () => {
    const { container, rerender } = render(<RooflineChart {...chart} />);
    const fit = screen.getByRole<HTMLButtonElement>('button', { name: 'Fit' });
    fireEvent.click(screen.getByRole('button', { name: 'Zoom in' }));
    const zoomed = placeOf(container, 'fc@hbm');
    rerender(<RooflineChart {...chart} points={points.slice(1)} />);
    expect(placeOf(container, 'fc@hbm')).toBe(zoomed);
    expect(fit.disabled).toBe(false);
    const tiny = exampleRoofline([['hbm', 'Flash', 1e3]], [['f16', 1e4]]);
    rerender(<RooflineChart {...chart} roofline={tiny} points={[]} />);
    expect(fit.disabled).toBe(true);
  });
});

describe('the wheel', () => {
  it('zooms only with Ctrl; alone it belongs to the page', () => {
    const { container } = render(<RooflineChart {...chart} />);
    const svg = container.querySelector('svg');
    if (!svg) throw new Error('no drawing');
    const placed = () => placeOf(container, 'fc@hbm');
    const home = placed();
    expect(fireEvent.wheel(svg, { deltaY: -100, clientX: 300, clientY: 200 })).toBe(true);
    expect(placed()).toBe(home);
    expect(fireEvent.wheel(svg, { deltaY: -100, clientX: 300, clientY: 200, ctrlKey: true })).toBe(false);
    expect(placed()).not.toBe(home);
  });
});

describe('the pointer', () => {
  it('isolates the point it clicks near, and lets go on empty ground', () => {
    const onIsolate = vi.fn();
    const { container, rerender } = render(<RooflineChart {...chart} onIsolate={onIsolate} />);
    const svg = container.querySelector('svg');
    if (!svg) throw new Error('no drawing');
    const [x = 0, y = 0] =
      placeOf(container, 'fc@hbm')
        .match(/[\d.]+/g)
        ?.map(Number) ?? [];
    fireEvent.click(svg, { clientX: x + 10, clientY: y + 6 });
    expect(onIsolate).toHaveBeenLastCalledWith('fc');
    rerender(<RooflineChart {...chart} isolated="fc" onIsolate={onIsolate} />);
    fireEvent.click(svg, { clientX: 880, clientY: 500 });
    expect(onIsolate).toHaveBeenLastCalledWith(null);
  });
  it('shows the card of the nearest point within reach', () => {
    const { container } = render(<RooflineChart {...chart} />);
    const svg = container.querySelector('svg');
    if (!svg) throw new Error('no drawing');
    const [x = 0, y = 0] =
      placeOf(container, 'fc@hbm')
        .match(/[\d.]+/g)
        ?.map(Number) ?? [];
    fireEvent.pointerMove(svg, { clientX: x + 12, clientY: y });
    expect(container.querySelector('[data-card="point"] h3')?.textContent).toBe('fc');
    fireEvent.pointerMove(svg, { clientX: x + 60, clientY: y + 60 });
    expect(container.querySelector('[data-card="point"]')).toBeNull();
  });
  it('pans by a drag on the background, and the click at its end isolates nothing', () => {
    const onIsolate = vi.fn();
    const { container } = render(<RooflineChart {...chart} onIsolate={onIsolate} />);
    const svg = container.querySelector('svg');
    if (!svg) throw new Error('no drawing');
    const place = () =>
      placeOf(container, 'fc@hbm')
        .match(/[\d.]+/g)
        ?.map(Number) ?? [];
    const [x = 0, y = 0] = place();
    fireEvent.pointerDown(svg, { button: 0, clientX: 600, clientY: 450, pointerId: 1 });
    fireEvent.pointerMove(svg, { clientX: 630, clientY: 430, pointerId: 1 });
    fireEvent.pointerMove(svg, { clientX: 640, clientY: 420, pointerId: 1 });
    fireEvent.pointerUp(svg, { clientX: 640, clientY: 420, pointerId: 1 });
    fireEvent.click(svg, { clientX: x, clientY: y });
    const [x2 = 0, y2 = 0] = place();
    expect(x2 - x).toBeCloseTo(40, 0);
    expect(y2 - y).toBeCloseTo(-30, 0);
    expect(onIsolate).not.toHaveBeenCalled();
  });
  it('two fingers zoom', () => {
    const { container } = render(<RooflineChart {...chart} />);
    const svg = container.querySelector('svg');
    if (!svg) throw new Error('no drawing');
    fireEvent.pointerDown(svg, { button: 0, clientX: 300, clientY: 300, pointerId: 1, pointerType: 'touch' });
    fireEvent.pointerDown(svg, { button: 0, clientX: 400, clientY: 300, pointerId: 2, pointerType: 'touch' });
    fireEvent.pointerMove(svg, { clientX: 500, clientY: 300, pointerId: 2, pointerType: 'touch' });
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Fit' }).disabled).toBe(false);
  });
});
