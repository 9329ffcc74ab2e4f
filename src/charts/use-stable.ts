import { useCallback, useLayoutEffect, useRef } from 'react';

/** A callback that never changes identity and always runs the latest body: memoised marks need not redraw for it. */
export function useStable<A extends readonly unknown[], R>(body: (...args: A) => R): (...args: A) => R {
  const latest = useRef(body);
  useLayoutEffect(() => {
    latest.current = body;
  });
  return useCallback((...args: A) => latest.current(...args), []);
}
