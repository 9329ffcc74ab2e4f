/** Resolves when the page is in view, or when Stop was pressed: a hidden page is given no time and measures nonsense. */
export function untilVisible(signal: AbortSignal): Promise<void> {
  if (!document.hidden || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const check = () => {
      if (document.hidden && !signal.aborted) return;
      document.removeEventListener('visibilitychange', check);
      signal.removeEventListener('abort', check);
      resolve();
    };
    document.addEventListener('visibilitychange', check);
    signal.addEventListener('abort', check);
  });
}

/** Counts how often the page goes out of view, until `end`. */
export function countHidden(): { readonly times: () => number; readonly end: () => void } {
  let times = 0;
  const count = () => {
    if (document.hidden) times++;
  };
  document.addEventListener('visibilitychange', count);
  return { times: () => times, end: () => document.removeEventListener('visibilitychange', count) };
}
