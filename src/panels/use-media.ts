import { useCallback, useSyncExternalStore } from 'react';

const lists = new Map<string, MediaQueryList>();
/** One list for a query: asking the browser anew costs more than a render should. */
function listFor(query: string): MediaQueryList | null {
  if (typeof matchMedia === 'undefined') return null;
  const list = lists.get(query) ?? matchMedia(query);
  lists.set(query, list);
  return list;
}

/** Whether a media query holds now. False where there is no layout (tests). */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = listFor(query);
      list?.addEventListener('change', listener);
      return () => list?.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => listFor(query)?.matches ?? false);
}

/** The layout that fills the window, each region scrolling within itself; page.module.css has the same query. */
export const FILLS_WINDOW = '(min-width: 1121px) and (min-height: 640px)';
