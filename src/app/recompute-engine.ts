/** The frontier of a chain: in a worker, or on the page's own thread in slices where workers are refused. */
import { err, type Result } from '#core/result.ts';
import type { Chain } from '#model/training/recompute/chain.ts';
import { type Frontier, frontierOf } from '#model/training/recompute/frontier.ts';
import type { FromRecomputeWorker } from './recompute-worker.ts';

type Progress = (part: number) => void;
/** What the page needs of a worker; a test brings its own. */
export type RecomputeLine = Pick<Worker, 'postMessage' | 'terminate'> & {
  onmessage: ((event: MessageEvent<FromRecomputeWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
};

const STOPPED = 'Stopped.';
/** Of a frame, on the page's own thread. */
const SLICE_MS = 8;

const spawnWorker = (): RecomputeLine =>
  new Worker(new URL('./recompute-worker.ts', import.meta.url), { type: 'module', name: 'recomputation' });

async function inSlices(chain: Chain, progress: Progress, signal: AbortSignal): Promise<Result<Frontier, string>> {
  const working = frontierOf(chain);
  let until = performance.now() + SLICE_MS;
  for (;;) {
    const { done, value } = working.next();
    if (done) return value;
    if (performance.now() < until) continue;
    progress(value);
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return err(STOPPED);
    until = performance.now() + SLICE_MS;
  }
}

/** An aborted signal stops it at once: the worker is ended. `refused` where the browser gives no worker. */
function inWorker(
  line: RecomputeLine,
  chain: Chain,
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<Frontier, string> | 'refused'> {
  return new Promise((resolve) => {
    const end = (result: Result<Frontier, string> | 'refused') => {
      line.terminate();
      signal.removeEventListener('abort', stop);
      resolve(result);
    };
    const stop = () => end(err(STOPPED));
    let started = false;
    signal.addEventListener('abort', stop);
    line.onmessage = ({ data }) => {
      started = true;
      if ('part' in data) progress(data.part);
      else end(data.frontier);
    };
    line.onerror = ({ message }) =>
      end(
        started ? err(`The frontier could not be worked out (${message}). Change the stack or the layers.`) : 'refused',
      );
    line.postMessage(chain);
  });
}

/** `spawn` starts the worker; a test brings its own. */
export async function planRecomputation(
  chain: Chain,
  progress: Progress,
  signal: AbortSignal,
  spawn: () => RecomputeLine = spawnWorker,
): Promise<Result<Frontier, string>> {
  if (signal.aborted) return err(STOPPED);
  let line: RecomputeLine;
  try {
    line = spawn();
  } catch {
    return inSlices(chain, progress, signal);
  }
  const result = await inWorker(line, chain, progress, signal);
  return result === 'refused' ? inSlices(chain, progress, signal) : result;
}
