import type { Adapter, Run } from '#measure/record/record.ts';
import { forgetTuning, parseTuning, rememberTuning, type Tuning, tunedOn } from '#measure/record/tuning/memory.ts';
import { selectRunEntry } from '#state/selectors.ts';
import type { SafeStorage } from '#state/storage.ts';
import type { DocumentStore } from '#state/store.ts';

/** What the autotuner found on adapters of this browser: for this visit, and for later ones where storage is allowed. */
export interface TuningMemory {
  readonly get: () => Tuning;
  /** Takes in what a run settled; a run without a search changes nothing. */
  readonly note: (run: Run) => void;
  /** When an adapter was tuned, ISO 8601; null where it was not. */
  readonly tunedAt: (adapter: Adapter) => string | null;
  readonly forget: (adapter: Adapter) => void;
}

const KEY = 'ridgepoint.tuning';

/** What the storage holds is parsed like a file: another page of the same host may have written it. */
export function createTuningMemory(storage: SafeStorage): TuningMemory {
  let held: Tuning | null = null;
  const get = (): Tuning => {
    held ??= parseTuning(storage.get(KEY));
    return held;
  };
  const keep = (tuning: Tuning) => {
    if (tuning === held) return;
    held = tuning;
    storage.set(KEY, JSON.stringify(tuning));
  };
  return {
    get,
    note: (run) => keep(rememberTuning(get(), run)),
    tunedAt: (adapter) => tunedOn(get(), adapter)?.at ?? null,
    forget: (adapter) => keep(forgetTuning(get(), adapter)),
  };
}

/** Notes each live run when it has ended: recorded ones were tuned elsewhere. */
export function noteTunings(store: DocumentStore, memory: TuningMemory): void {
  store.subscribe((state, before) => {
    if (before.phase !== 'measuring' || state.phase === 'measuring') return;
    const entry = selectRunEntry(state);
    if (entry?.origin === 'live') memory.note(entry.run);
  });
}
