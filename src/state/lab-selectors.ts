import { type Document, settingsOf } from './document.ts';
import { memoise } from './memo.ts';
import type { RunEntry } from './runs.ts';
import { selectDocument, selectRunEntry } from './selectors.ts';
import type { DocumentState } from './store.ts';
import { type LabView, labView } from './views/lab.ts';
import { pageView } from './views/page.ts';

export const selectPage = (state: DocumentState): string => settingsOf(state.document, pageView).view;

const labViewOf = memoise((document: Document): LabView => settingsOf(document, labView));
export const selectLabView = (state: DocumentState): LabView => labViewOf(selectDocument(state));

const NO_BOUNDARIES: readonly number[] = [];
/** Where a person put the ends of the tiers of the run in view; empty where they are as the discovery found them. */
export const selectBoundaries = (state: DocumentState): readonly number[] => {
  const { boundaries, boundariesOf } = selectLabView(state);
  return boundaries.length > 0 && selectRunEntry(state)?.run.startedAt === boundariesOf ? boundaries : NO_BOUNDARIES;
};

/** B: the run that stands beside the one in view; null where none is pinned, or where it is the one in view. */
export const selectPinned = (state: DocumentState): RunEntry | null => {
  const { pinned } = selectLabView(state);
  return pinned === state.selectedRun ? null : (state.runs.find(({ run }) => run.id === pinned) ?? null);
};
