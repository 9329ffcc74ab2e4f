import { useEffect, useRef, useState } from 'react';
import { useDocument } from './playground.ts';

/** Milliseconds between two updates of what stands beside a gesture. */
const PACE = 150;

/** Whether a gesture, such as a roof that is dragged, shows a draft in place of the document. */
export const useDragging = (): boolean => useDocument((state) => state.draft !== null);

/**
 * A value that follows at once, but only at a calm pace while a gesture lasts: the chart under the pointer has the frame
 * to itself, and what stands beside it is redrawn a few times a second.
 */
export function useCalm<T>(value: T, dragging: boolean): T {
  const [held, setHeld] = useState(value);
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  useEffect(() => {
    if (!dragging) return;
    const timer = setInterval(() => setHeld(() => latest.current), PACE);
    return () => clearInterval(timer);
  }, [dragging]);
  if (!dragging && held !== value) setHeld(() => value);
  return dragging ? held : value;
}
