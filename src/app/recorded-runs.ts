import { err, ok, type Result } from '#core/result.ts';
import type { RecordedRun } from '#panels/playground.ts';

/** Beside the page, whatever path it is served from. */
const FOLDER = 'runs/';

async function fetchJson(file: string): Promise<Result<unknown, string>> {
  try {
    const response = await fetch(new URL(`${FOLDER}${file}`, document.baseURI));
    if (!response.ok) return err(`${file} could not be loaded (${response.status}).`);
    return ok(await response.json());
  } catch {
    return err(`${file} could not be loaded: you may be offline. Runs of this visit and files still work.`);
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length < 200;
const isRecorded = (value: unknown): value is RecordedRun =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  isText(value.id) &&
  'file' in value &&
  isText(value.file) &&
  /^[\w.-]+\.json$/.test(value.file) &&
  'label' in value &&
  isText(value.label);

/** The runs that the page ships; none where the list is missing or wrong, which costs nothing else. */
export async function listRecorded(): Promise<readonly RecordedRun[]> {
  const json = await fetchJson('index.json');
  return json.ok && Array.isArray(json.value) ? json.value.filter(isRecorded) : [];
}

export const loadRecorded = (run: RecordedRun): Promise<Result<unknown, string>> => fetchJson(run.file);
