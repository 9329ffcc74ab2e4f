import { settingsOf } from './document.ts';
import type { RunEntry } from './runs.ts';
import { selectLabView } from './selectors.ts';
import type { DocumentState } from './store.ts';
import { pageView } from './views/page.ts';

export { selectBoundaries, selectLabView } from './selectors.ts';

export const selectPage = (state: DocumentState): string => settingsOf(state.document, pageView).view;

/** B: the run that stands beside the one in view; null where none is pinned, or where it is the one in view. */
export const selectPinned = (state: DocumentState): RunEntry | null => {
  const { pinned } = selectLabView(state);
  return pinned === state.selectedRun ? null : (state.runs.find(({ run }) => run.id === pinned) ?? null);
};
