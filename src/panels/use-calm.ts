import { useEffect, useState } from 'react';
import { useDocument } from './playground.ts';

/** Milliseconds without a change after which what stands beside a gesture follows it. */
const REST = 120;

/** Whether a gesture, such as a roof that is dragged, shows a draft in place of the document. */
export const useDragging = (): boolean => useDocument((state) => state.draft !== null);

/**
 * A value that follows at once, but while a gesture lasts only when it comes to rest: the chart under the pointer has the
 * frames to itself.
 */
export function useCalm<T>(value: T, dragging: boolean): T {
  const [held, setHeld] = useState(value);
  useEffect(() => {
    if (!dragging) return;
    const timer = setTimeout(() => setHeld(() => value), REST);
    return () => clearTimeout(timer);
  }, [dragging, value]);
  if (!dragging && held !== value) setHeld(() => value);
  return dragging ? held : value;
}
