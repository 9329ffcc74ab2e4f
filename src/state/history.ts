import type { TemporalState } from 'zundo';
import type { StoreApi } from 'zustand/vanilla';
import { type Document, settingsOf, withView } from './document.ts';
import type { DocumentState, History } from './store.ts';
import { pageView } from './views/page.ts';

export type Store = StoreApi<DocumentState> & { readonly temporal: StoreApi<TemporalState<History>> };
export type Edit = (document: Document) => Document;

/** Changes the document without a step in the history: undo does not come by here, and what could be redone still can. */
export function unrecorded(store: Store, change: Edit): void {
  const { pause, resume } = store.temporal.getState();
  pause();
  store.setState({ document: change(store.getState().document), draft: null });
  resume();
}

/** Undo or redo. It changes what a person made and leaves them where they are: the page does not jump to another view. */
export function travel(store: Store, direction: 'undo' | 'redo'): void {
  const { view } = settingsOf(store.getState().document, pageView);
  store.setState({ draft: null });
  store.temporal.getState()[direction]();
  if (settingsOf(store.getState().document, pageView).view !== view)
    unrecorded(store, (document) => withView(document, pageView, { view }));
}
