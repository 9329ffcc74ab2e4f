import { act, cleanup, render } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fittingHeight, LOWEST, preferredHeight, useFit } from './use-fit.ts';

const CHROME = 190;

interface PageProps {
  readonly onHeight: (height: number) => void;
  readonly onChart: (height: number) => void;
}
function Page({ onHeight, onChart }: PageProps) {
  const { page, height } = useFit(onHeight);
  onChart(height);
  return <main ref={page} />;
}

/** A page of a chart and 190 pixels around it, as a browser would lay it out in a frame. */
function frame(width: number, room: number) {
  let height = 0;
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockImplementation(
    () => ({ width, height: CHROME + height }) as DOMRect,
  );
  const resize = (pixels: number) => {
    Object.defineProperty(window, 'innerHeight', { value: pixels, configurable: true });
    act(() => {
      window.dispatchEvent(new Event('resize'));
    });
  };
  resize(room);
  const onHeight = vi.fn();
  render(
    <Page
      onHeight={onHeight}
      onChart={(pixels) => {
        height = pixels;
      }}
    />,
  );
  resize(room);
  return { onHeight, resize, chart: () => height };
}

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

describe('fitting the frame', () => {
  it('leaves nothing to scroll where the frame has room for a lower chart', () => {
    const { chart } = frame(760, 560);
    expect(chart()).toBe(560 - CHROME);
  });

  it('asks for the same height whatever the frame is, and takes it when it is given', () => {
    const { chart, onHeight, resize } = frame(760, 560);
    const [wanted] = onHeight.mock.lastCall ?? [];
    expect(wanted).toBe(CHROME + preferredHeight(760));
    const calls = onHeight.mock.calls.length;
    resize(wanted);
    expect(chart()).toBe(preferredHeight(760));
    resize(4000);
    expect(chart()).toBe(preferredHeight(760));
    expect(onHeight.mock.calls.length).toBe(calls);
  });

  it('never makes the chart too low to read', () => {
    expect(fittingHeight(470, 150, CHROME)).toBe(LOWEST);
    expect(fittingHeight(470, 10_000, CHROME)).toBe(470);
  });
});
