import { type TemporalState, temporal } from 'zundo';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Actions, actionsOf } from './actions.ts';
import { DEFAULT_DOCUMENT, type Document } from './document.ts';
import { NO_RUNS, type RunsState } from './runs.ts';

export interface DocumentState extends RunsState {
  readonly document: Document;
  /** What a gesture in progress shows in place of the document; committed once, when it ends. */
  readonly draft: Document | null;
  /** Sentences about the link or file that the document came from. */
  readonly notes: readonly string[];
}

export interface History {
  readonly document: Document;
}
export interface DocumentStore extends StoreApi<DocumentState> {
  readonly temporal: StoreApi<TemporalState<History>>;
  readonly actions: Actions;
}

export const HISTORY_LIMIT = 200;

/** The document with its undo history, and the runs, which undo does not touch. */
export function createDocumentStore(initial: Partial<DocumentState> = {}): DocumentStore {
  const store = createStore<DocumentState>()(
    temporal((): DocumentState => ({ document: DEFAULT_DOCUMENT, draft: null, notes: [], ...NO_RUNS, ...initial }), {
      partialize: ({ document }): History => ({ document }),
      // Actions keep the document's identity when an edit changes nothing.
      equality: (past, current) => past.document === current.document,
      limit: HISTORY_LIMIT,
    }),
  );
  return Object.assign(store, { actions: actionsOf(store) });
}
