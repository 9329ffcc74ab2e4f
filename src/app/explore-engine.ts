/** What helps most, and the best tilings: in a worker, or on the page's own thread where workers are refused. */
import { err, ok, type Result } from '#core/result.ts';
import { type Answer, explore, type Question } from '#model/analysis/explore.ts';

/** What the page needs of a worker; a test brings its own. */
export type ExploreLine = Pick<Worker, 'postMessage' | 'terminate'> & {
  onmessage: ((event: MessageEvent<Answer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
};

const spawnWorker = (): ExploreLine =>
  new Worker(new URL('./explore-worker.ts', import.meta.url), { type: 'module', name: 'what if' });

/** An aborted signal ends it at once, and the answer never comes. `spawn` starts the worker; a test brings its own. */
export function askExplore(
  question: Question,
  signal: AbortSignal,
  spawn: () => ExploreLine = spawnWorker,
): Promise<Result<Answer, string>> {
  // It may have been called off while this file was loading.
  if (signal.aborted) return Promise.resolve(err('Stopped.'));
  return new Promise((resolve) => {
    let line: ExploreLine;
    try {
      line = spawn();
    } catch {
      resolve(ok(explore(question)));
      return;
    }
    signal.addEventListener('abort', () => line.terminate(), { once: true });
    line.onmessage = ({ data }) => {
      line.terminate();
      resolve(ok(data));
    };
    line.onerror = ({ message }) => {
      line.terminate();
      // Without a message the worker never began: its source did not load.
      resolve(
        message
          ? err(`It could not be worked out (${message}). Change the layer or the machine.`)
          : ok(explore(question)),
      );
    };
    line.postMessage(question);
  });
}
