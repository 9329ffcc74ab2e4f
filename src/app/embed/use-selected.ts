import { useSyncExternalStore } from 'react';
import type { DocumentState, DocumentStore } from '#state/store.ts';

/** A part of the state, or what a memoised selector derives from it. */
export const useSelected = <T>(store: DocumentStore, select: (state: DocumentState) => T): T =>
  useSyncExternalStore(store.subscribe, () => select(store.getState()));
