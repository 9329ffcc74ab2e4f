/** Works out the frontier of a chain in a worker of its own, and says how far it is. */
import type { Result } from '#core/result.ts';
import type { Chain } from '#model/training/recompute/chain.ts';
import { type Frontier, frontierOf } from '#model/training/recompute/frontier.ts';

export type FromRecomputeWorker = { readonly part: number } | { readonly frontier: Result<Frontier, string> };

globalThis.addEventListener('message', ({ data: chain }: MessageEvent<Chain>) => {
  const say = (message: FromRecomputeWorker, transfer: Transferable[] = []) =>
    globalThis.postMessage(message, { transfer });
  const working = frontierOf(chain);
  for (;;) {
    const { done, value } = working.next();
    if (done) {
      say({ frontier: value }, value.ok ? [value.value.table.times.buffer] : []);
      return;
    }
    say({ part: value });
  }
});
