import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { flopsPerSecond } from '#core/units.ts';
import type { CeilingChange } from './ceilings.ts';
import { accelerator, residualNetwork } from './example.fixture.ts';
import { RooflineChart, type RooflineChartProps } from './roofline-chart.tsx';

// A few layers: jsdom is slow over hundreds of roles.
const points = residualNetwork().filter(({ subject }) => /^(conv1|layer[13]\.0.*|fc|avgpool)$/.test(subject));
const chart: RooflineChartProps = {
  roofline: accelerator,
  format: 'f16',
  points,
  selectedBoundary: 'hbm',
  initialWidth: 900,
  height: 560,
};
const plain = (text: string | null | undefined) => (text ?? '').replaceAll('\u00a0', ' ');

beforeEach(() => {
  // jsdom captures no pointers.
  Object.assign(Element.prototype, { setPointerCapture: () => undefined });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('a roof', () => {
  const grab = (container: HTMLElement, key: string) => {
    const line = container.querySelector<SVGElement>(`[data-grab="${key}"]`);
    const svg = container.querySelector('svg');
    if (!line || !svg) throw new Error(`no roof ${key}`);
    return { line, svg };
  };
  const changes = (handler: ReturnType<typeof vi.fn>) => handler.mock.calls.map(([change]) => change as CeilingChange);

  const nextFrame = () => act(() => vi.advanceTimersToNextFrame());

  it('follows the pointer once a frame and is changed once, at the end, to where it was let go', () => {
    vi.useFakeTimers();
    const onDragCeiling = vi.fn();
    const { container } = render(<RooflineChart {...chart} onDragCeiling={onDragCeiling} />);
    const { line, svg } = grab(container, 'bandwidth:hbm');
    const before = line.getAttribute('y1');
    fireEvent.pointerDown(line, { button: 0, clientX: 300, clientY: 300, pointerId: 1 });
    fireEvent.pointerMove(svg, { clientX: 300, clientY: 290, pointerId: 1 });
    fireEvent.pointerMove(svg, { clientX: 300, clientY: 280, pointerId: 1 });
    expect(onDragCeiling).not.toHaveBeenCalled();
    nextFrame();
    expect(onDragCeiling).toHaveBeenCalledTimes(1);
    fireEvent.pointerMove(svg, { clientX: 300, clientY: 260, pointerId: 1 });
    nextFrame();
    expect(grab(container, 'bandwidth:hbm').line.getAttribute('y1')).not.toBe(before);
    expect(screen.getByRole('slider', { name: 'HBM3 bandwidth roof' }).getAttribute('aria-valuetext')).toMatch(
      /derived/,
    );
    // The last move has no frame of its own any more: the roof gets there all the same.
    fireEvent.pointerMove(svg, { clientX: 300, clientY: 250, pointerId: 1 });
    fireEvent.pointerUp(svg, { clientX: 300, clientY: 250, pointerId: 1 });
    nextFrame();
    const told = changes(onDragCeiling);
    expect(told.map((change) => change.phase)).toEqual(['move', 'move', 'move', 'end']);
    const last = told.at(-1);
    expect(last).toMatchObject({ type: 'bandwidth', tier: 'hbm' });
    expect(last?.value).toBe(told[2]?.value);
    expect(last?.value).toBeGreaterThan(told[1]?.value ?? 0);
    expect(told[1]?.value).toBeGreaterThan(3.35e12);
    // The document did not take the change: the chart shows what it is given.
    expect(grab(container, 'bandwidth:hbm').line.getAttribute('y1')).toBe(before);
  });
  it('returns on Escape', () => {
    vi.useFakeTimers();
    const onDragCeiling = vi.fn();
    const { container } = render(<RooflineChart {...chart} onDragCeiling={onDragCeiling} />);
    const { line, svg } = grab(container, 'peak:core:f16');
    const before = line.getAttribute('y1');
    fireEvent.pointerDown(line, { button: 0, clientX: 800, clientY: 100, pointerId: 1 });
    fireEvent.pointerMove(svg, { clientX: 800, clientY: 160, pointerId: 1 });
    nextFrame();
    expect(changes(onDragCeiling).at(-1)?.value).toBeLessThan(989e12);
    fireEvent.keyDown(window, { key: 'Escape' });
    expect(changes(onDragCeiling).at(-1)?.phase).toBe('cancel');
    expect(grab(container, 'peak:core:f16').line.getAttribute('y1')).toBe(before);
    fireEvent.pointerUp(svg, { clientX: 800, clientY: 160, pointerId: 1 });
    expect(changes(onDragCeiling).filter((change) => change.phase !== 'move')).toHaveLength(1);
  });
  it('moves the dots as they would be drawn anew, there and back', () => {
    // So little that the axes stay.
    const slower = points.map((point) => ({
      ...point,
      performance: flopsPerSecond(point.performance * 0.97),
    }));
    const places = (from: HTMLElement) =>
      [...from.querySelectorAll('[data-point]')].map((dot) => dot.parentElement?.getAttribute('transform'));
    const { container, rerender } = render(<RooflineChart {...chart} />);
    const [before, [dot]] = [places(container), container.querySelectorAll('[data-point]')];
    rerender(<RooflineChart {...chart} points={slower} />);
    const anew = render(<RooflineChart {...chart} points={slower} />);
    expect(places(container)).toEqual(places(anew.container));
    expect(places(container)).not.toEqual(before);
    expect(dot?.isConnected).toBe(true);
    rerender(<RooflineChart {...chart} />);
    expect(places(container)).toEqual(before);
  });
  it('is dragged by a finger on its grip, not by a swipe across it', () => {
    const onDragCeiling = vi.fn();
    const { container } = render(<RooflineChart {...chart} onDragCeiling={onDragCeiling} />);
    const { line, svg } = grab(container, 'bandwidth:hbm');
    const swipe = (from: Element) => {
      fireEvent.pointerDown(from, { button: 0, clientX: 300, clientY: 300, pointerId: 1, pointerType: 'touch' });
      fireEvent.pointerMove(svg, { clientX: 300, clientY: 270, pointerId: 1, pointerType: 'touch' });
      fireEvent.pointerUp(svg, { clientX: 300, clientY: 270, pointerId: 1, pointerType: 'touch' });
    };
    swipe(line);
    expect(onDragCeiling).not.toHaveBeenCalled();
    expect(fireEvent.touchStart(line)).toBe(true);
    const grip = screen.getByRole('slider', { name: 'HBM3 bandwidth roof' });
    swipe(grip);
    expect(changes(onDragCeiling).at(-1)?.phase).toBe('end');
    expect(fireEvent.touchStart(grip)).toBe(false);
  });
  it('is not changed by a press without a move', () => {
    const onDragCeiling = vi.fn();
    const { container } = render(<RooflineChart {...chart} onDragCeiling={onDragCeiling} />);
    const { line, svg } = grab(container, 'bandwidth:hbm');
    fireEvent.pointerDown(line, { button: 0, clientX: 300, clientY: 300, pointerId: 1 });
    fireEvent.pointerUp(svg, { clientX: 301, clientY: 300, pointerId: 1 });
    expect(onDragCeiling).not.toHaveBeenCalled();
  });
  it('steps by 5 % from the keyboard: presses in a row are one change', () => {
    vi.useFakeTimers();
    const onDragCeiling = vi.fn();
    render(<RooflineChart {...chart} onDragCeiling={onDragCeiling} />);
    const slider = screen.getByRole('slider', { name: 'HBM3 bandwidth roof' });
    expect(slider.getAttribute('aria-valuemax')).toMatch(/^\d+$/);
    act(() => slider.focus());
    fireEvent.keyDown(slider, { key: 'ArrowUp' });
    expect(changes(onDragCeiling).at(-1)).toMatchObject({ phase: 'move', value: 3.52e12 });
    fireEvent.keyDown(slider, { key: 'ArrowUp' });
    expect(plain(slider.getAttribute('aria-valuetext'))).toBe('HBM3 3.7 TB/s, derived');
    expect(changes(onDragCeiling).every((change) => change.phase === 'move')).toBe(true);
    act(() => vi.advanceTimersByTime(700));
    expect(changes(onDragCeiling).at(-1)).toMatchObject({ phase: 'end', value: 3.7e12 });
    fireEvent.keyDown(slider, { key: 'ArrowDown' });
    fireEvent.keyDown(slider, { key: 'Escape' });
    expect(changes(onDragCeiling).at(-1)).toMatchObject({ phase: 'cancel' });
    fireEvent.keyDown(slider, { key: 'ArrowDown' });
    fireEvent.blur(slider);
    expect(changes(onDragCeiling).at(-1)).toMatchObject({ phase: 'end', value: 3.19e12 });
  });
  it('cannot be dragged where the chart is for reading only', () => {
    const { container } = render(<RooflineChart {...chart} readOnly />);
    expect(container.querySelector('[data-grab]')).toBeNull();
    expect(screen.queryAllByRole('slider')).toEqual([]);
  });
});
