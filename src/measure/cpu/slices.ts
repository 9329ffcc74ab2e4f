import type { Sliced } from './kernel.ts';

/** Longest that the thread is held, milliseconds: a click, a frame or a Stop waits no longer. */
export const LONGEST_SLICE = 40;

/**
 * Lets everything else that waits for this thread have its turn. A message comes back sooner than a timer, which browsers
 * hold for 4 ms. The channel is closed at once: an open one would keep Node running.
 */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Drives sliced work to its end, with a breath after each slice. Throws the signal's reason when it is aborted. */
export async function inSlices<T>(work: Sliced<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    const end = performance.now() + LONGEST_SLICE;
    do {
      const { done, value } = work.next();
      if (done) return value;
    } while (performance.now() < end);
    await breathe();
  }
}
