import { useSyncExternalStore } from 'react';

/** Whether a media query holds now. False where there is no layout (tests). */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      if (typeof matchMedia === 'undefined') return () => {};
      const media = matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => typeof matchMedia !== 'undefined' && matchMedia(query).matches,
  );
}

/** The layout that fills the window, each region scrolling within itself; page.module.css has the same query. */
export const FILLS_WINDOW = '(min-width: 1121px) and (min-height: 640px)';
