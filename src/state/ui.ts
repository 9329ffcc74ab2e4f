import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SafeStorage } from './storage.ts';

export const THEMES = ['system', 'light', 'dark', 'projector'] as const;
export type Theme = (typeof THEMES)[number];
export const isTheme = (value: unknown): value is Theme => THEMES.some((theme) => theme === value);

/** What belongs to this window and not to the document: neither undone nor linked. */
export interface UiState {
  readonly theme: Theme;
  /** Subject of the points that the chart isolates; null for all. */
  readonly isolated: string | null;
}
export interface UiStore extends StoreApi<UiState> {
  setTheme(theme: Theme): void;
  /** Isolates a subject's points; the same again shows all. */
  toggleIsolated(subject: string): void;
  clearIsolated(): void;
}

const THEME_KEY = 'ridgepoint.theme';

export function createUiStore(storage: SafeStorage): UiStore {
  const kept = storage.get(THEME_KEY);
  const store = createStore<UiState>()(() => ({ theme: isTheme(kept) ? kept : 'system', isolated: null }));
  return Object.assign(store, {
    setTheme: (theme: Theme) => {
      store.setState({ theme });
      storage.set(THEME_KEY, theme);
    },
    toggleIsolated: (subject: string) =>
      store.setState(({ isolated }) => ({ isolated: isolated === subject ? null : subject })),
    clearIsolated: () => store.setState({ isolated: null }),
  });
}
