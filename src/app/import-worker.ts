/** Reads one model file in a worker of its own, so that a large one does not hold the page. */
import type { Result } from '#core/result.ts';
import { importModel } from '#model/workload/importers/import-model.ts';
import type { Imported, ImportFault, ImportOptions } from '#model/workload/importers/imported.ts';

export interface ImportQuestion {
  readonly file: File;
  readonly options: ImportOptions;
}
export type ImportAnswer = Result<Imported, ImportFault>;

/** In a worker, or where there is none. */
export async function importFile({ file, options }: ImportQuestion): Promise<ImportAnswer> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return importModel({ name: file.name, bytes }, options);
}

interface Line {
  onmessage: ((event: MessageEvent<ImportQuestion>) => void) | null;
  postMessage(message: ImportAnswer): void;
}
const line = globalThis as unknown as Line;
// A page that imports this file for want of workers has a window.
if (!('document' in globalThis))
  line.onmessage = ({ data }) =>
    void importFile(data)
      .catch((error: unknown): ImportAnswer => ({ ok: false, error: { message: `cannot be read (${String(error)})` } }))
      .then((answer) => line.postMessage(answer));
