import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** Chart height that a width asks for: a little taller than a golden rectangle. */
export const preferredHeight = (width: number): number => Math.round(Math.min(640, Math.max(320, width * 0.62)));
/** A chart lower than this is no use: then the frame scrolls. */
export const LOWEST = 240;

/** Height of the chart where the frame has `room` for the page, of which `chrome` is not the chart. */
export const fittingHeight = (preferred: number, room: number, chrome: number): number =>
  Math.max(LOWEST, Math.min(preferred, Math.floor(room - chrome)));

interface Fit {
  readonly page: RefObject<HTMLElement | null>;
  /** For the chart, pixels. */
  readonly height: number;
}

/**
 * Fits the chart into the frame, so that there is nothing to scroll and the wheel stays the host's. `onHeight` hears what
 * the page would like, whatever the frame is: a host that follows it gives the chart its preferred height.
 */
export function useFit(onHeight: (height: number) => void): Fit {
  const page = useRef<HTMLElement>(null);
  const shown = useRef(0);
  const [height, setHeight] = useState(preferredHeight(0));
  useLayoutEffect(() => {
    shown.current = height;
  }, [height]);
  useLayoutEffect(() => {
    const element = page.current;
    if (!element) return;
    let told = -1;
    const adjust = () => {
      const box = element.getBoundingClientRect();
      const chrome = box.height - shown.current;
      const preferred = preferredHeight(box.width);
      setHeight(fittingHeight(preferred, window.innerHeight, chrome));
      const wanted = Math.ceil(chrome + preferred);
      if (wanted !== told) onHeight(wanted);
      told = wanted;
    };
    // At once as well: a frame outside the viewport gets no frames to observe in.
    adjust();
    window.addEventListener('resize', adjust);
    const observer = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(adjust);
    observer?.observe(element);
    return () => {
      window.removeEventListener('resize', adjust);
      observer?.disconnect();
    };
  }, [onHeight]);
  return { page, height };
}
