/** Stacks from model files: read in a worker, or on the page's own thread where workers are refused. Nothing is uploaded. */
import type { ImportOptions } from '#model/workload/importers/imported.ts';
import type { ImportAnswer, ImportQuestion } from './import-worker.ts';

/** What the page needs of a worker; a test brings its own. */
export type ImportLine = Pick<Worker, 'terminate'> & {
  postMessage(question: ImportQuestion): void;
  onmessage: ((event: MessageEvent<ImportAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
};

/** A file that does not fit into the memory of a page is refused before it is read. */
const LARGEST_FILE = 2 ** 31;

const spawnWorker = (): ImportLine =>
  new Worker(new URL('./import-worker.ts', import.meta.url), { type: 'module', name: 'import' });

const here = async (question: ImportQuestion): Promise<ImportAnswer> =>
  (await import('./import-worker.ts')).importFile(question);

/** `spawn` starts the worker; a test brings its own. */
export function importInWorker(
  file: File,
  options: ImportOptions,
  spawn: () => ImportLine = spawnWorker,
): Promise<ImportAnswer> {
  const question = { file, options };
  if (file.size >= LARGEST_FILE)
    return Promise.resolve({
      ok: false,
      error: { message: 'is larger than 2 GiB; give its config.json, or a smaller export' },
    });
  return new Promise((resolve) => {
    let line: ImportLine;
    try {
      line = spawn();
    } catch {
      resolve(here(question));
      return;
    }
    const end = (answer: ImportAnswer | Promise<ImportAnswer>) => {
      line.terminate();
      resolve(answer);
    };
    line.onmessage = ({ data }) => end(data);
    // Without a message the worker never began: its source did not load.
    line.onerror = ({ message }) =>
      end(message ? { ok: false, error: { message: `cannot be read (${message})` } } : here(question));
    line.postMessage(question);
  });
}
