import { cancelled } from '#measure/record/fault.ts';
import type { Run } from '#measure/record/record.ts';
import { parseRun } from '#measure/record/run-schema.ts';
import type { SafeStorage } from '#state/storage.ts';
import type { DocumentStore } from '#state/store.ts';

/** Runs of earlier visits, in the browser's own storage where the frame allows it. */
export interface SavedRuns {
  /** Writes the run as far as it is; `complete` once it has ended. A later call with the same id replaces it. */
  readonly save: (run: Run, complete: boolean) => void;
  /** Newest first. What cannot be read is left out. */
  readonly load: () => Promise<readonly Run[]>;
  /** Resolves when what was handed to `save` is written. */
  readonly settled: () => Promise<void>;
}

interface Row {
  readonly id: string;
  readonly at: string;
  readonly complete: boolean;
  readonly run: unknown;
}

const DATABASE = 'ridgepoint';
const STORE = 'runs';
/** Older ones make room. */
const KEPT = 12;
/** Between two writes of a run under way, milliseconds: a write costs the processor time that a measurement wants. */
const GAP = 250;

const CLOSED = 'The page was closed or reloaded while it measured. What was measured before is kept.';

const answer = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function openDatabase(factory: () => IDBFactory): Promise<IDBDatabase> {
  const request = factory().open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' });
  const database = await answer(request);
  // A visitor who clears the storage must not wait for this tab.
  database.onversionchange = () => database.close();
  return database;
}

const newestFirst = (rows: readonly Row[]): readonly Row[] =>
  rows.toSorted((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : 0));

async function write(database: IDBDatabase, row: Row): Promise<void> {
  const transaction = database.transaction(STORE, 'readwrite');
  const done = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
  const store = transaction.objectStore(STORE);
  store.put(row);
  const rows = newestFirst(await answer(store.getAll()));
  for (const { id } of rows.slice(KEPT)) store.delete(id);
  await done;
}

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && 'run' in value && 'at' in value && typeof value.at === 'string';

/** What a closed page left behind says so; a run that anybody may have changed is parsed like a file. */
function runOf({ run, complete }: Row): Run | null {
  const parsed = parseRun(run);
  if (!parsed.ok || parsed.value.measurements.length === 0) return null;
  return complete === true
    ? parsed.value
    : { ...parsed.value, faults: [...parsed.value.faults, { ...cancelled(), message: CLOSED }] };
}

/**
 * Opens the storage when it is first used; `factory` reaches for it, such as `() => indexedDB`. Where it is refused (a
 * sandboxed or cross-site frame, a private window) nothing is saved, and nothing else changes.
 */
export function createSavedRuns(factory: () => IDBFactory): SavedRuns {
  let opened: Promise<IDBDatabase | null> | null = null;
  const database = () => {
    opened ??= openDatabase(factory).catch(() => null);
    return opened;
  };
  /** By id: of a run under way only the latest state is written. */
  const pending = new Map<string, Row>();
  let writing: Promise<void> | null = null;
  let last = Number.NEGATIVE_INFINITY;

  const drain = async () => {
    const place = await database();
    for (let [id] = pending.keys(); id !== undefined; [id] = pending.keys()) {
      const wait = pending.get(id)?.complete ? 0 : last + GAP - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      const row = pending.get(id);
      pending.delete(id);
      if (row === undefined) continue;
      // Full storage, or one that was taken away: what is on the page stays.
      if (place !== null) await write(place, row).catch(() => {});
      last = performance.now();
    }
    writing = null;
  };
  return {
    save: (run, complete) => {
      pending.set(run.id, { id: run.id, at: run.startedAt, complete, run });
      writing ??= drain();
    },
    load: async () => {
      const place = await database();
      if (place === null) return [];
      const rows: readonly unknown[] = await answer(place.transaction(STORE).objectStore(STORE).getAll()).catch(
        () => [],
      );
      return newestFirst(rows.filter(isRow)).flatMap((row) => runOf(row) ?? []);
    },
    settled: async () => {
      while (writing !== null) await writing;
    },
  };
}

const IN_VIEW = 'run-in-view';

/**
 * Lists the runs of earlier visits. The one that was in view before a reload is in view again,
 * unless a link brought another; `window` is the storage of this tab alone.
 */
export async function showSavedRuns(store: DocumentStore, saved: SavedRuns, window: SafeStorage): Promise<void> {
  const before = window.get(IN_VIEW);
  store.subscribe(({ selectedRun }, { selectedRun: last }) => {
    if (selectedRun !== last) window.set(IN_VIEW, selectedRun ?? '');
  });
  for (const run of (await saved.load()).toReversed()) {
    const { runs, selectedRun } = store.getState();
    if (runs.some((entry) => entry.run.id === run.id)) continue;
    store.actions.addRun(run, 'saved', { select: selectedRun === null && run.id === before });
  }
}
