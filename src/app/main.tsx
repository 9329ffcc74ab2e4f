import { createRoot } from 'react-dom/client';
import { runFromSummary } from '#measure/record/summary.ts';
import { hashOf } from '#panels/header/share.tsx';
import { carriedNotes } from '#state/carried-edit.ts';
import { createEditDrafts } from '#state/edit-drafts.ts';
import { decodeLink } from '#state/permalink.ts';
import { NO_RUNS, withRun } from '#state/runs.ts';
import { safeStorage } from '#state/storage.ts';
import { createDocumentStore } from '#state/store.ts';
import { createUiStore } from '#state/ui.ts';
import './tokens.css';
import './base.css';
import { createMeasuring } from './measuring.ts';
import { parseMode } from './mode.ts';
import { Playground } from './playground.tsx';
import { createSavedRuns, showSavedRuns } from './saved-runs.ts';
import { createTuningMemory, noteTunings } from './tuning-memory.ts';

const mode = parseMode(location.search);
const linked = decodeLink(location.hash);
const store = createDocumentStore({
  document: linked.document,
  notes: [...linked.notes, ...carriedNotes(linked.document)],
  // Points in a link are never of this device: a reader sees them labelled RECORDED.
  ...(linked.run && withRun(NO_RUNS, runFromSummary(linked.run), 'link')),
});
const ui = createUiStore(safeStorage(() => localStorage));
// Asked for by the address: for this visit, not for the next.
if (mode.theme) ui.setState({ theme: mode.theme });

const saved = createSavedRuns(() => indexedDB);
const tuning = createTuningMemory(safeStorage(() => localStorage));
noteTunings(store, tuning);
const measuring = createMeasuring(store, async () => (await import('./engine.ts')).engine, saved, tuning);
void showSavedRuns(
  store,
  saved,
  safeStorage(() => sessionStorage),
);

// A link pasted over this page's address.
window.addEventListener('hashchange', () => {
  if (location.hash.slice(1) === hashOf(store.getState())) return;
  const next = decodeLink(location.hash);
  store.actions.openDocument(next.document, [...next.notes, ...carriedNotes(next.document)]);
  if (next.run) store.actions.addRun(runFromSummary(next.run), 'link');
});

const currentHash = () => hashOf(store.getState());
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const drafts = createEditDrafts(safeStorage(() => localStorage));
createRoot(root).render(
  <Playground
    mode={mode}
    store={store}
    ui={ui}
    drafts={drafts}
    measuring={measuring}
    tuning={tuning}
    hashOf={currentHash}
  />,
);
