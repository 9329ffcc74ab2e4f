import { useEffect } from 'react';
import { announce } from '../controls/announce.tsx';
import { usePlayground } from '../playground.ts';

/** A field keeps its own undo, and a dialog keeps the page out. */
const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.closest('input:not([type=checkbox], [type=radio]), textarea, select, dialog') !== null);

/** Ctrl or ⌘ with Z, Shift+Z and Y; `?` opens the help. */
export function useShortcuts(openHelp: () => void): void {
  const { store } = usePlayground();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event.target)) return;
      const key = event.key.toLowerCase();
      const command = (event.ctrlKey || event.metaKey) && !event.altKey;
      if (command && key === 'z') {
        event.preventDefault();
        if (event.shiftKey) store.actions.redo();
        else store.actions.undo();
        announce(event.shiftKey ? 'Redone.' : 'Undone.');
      } else if (command && key === 'y') {
        event.preventDefault();
        store.actions.redo();
        announce('Redone.');
      } else if (key === '?' && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        openHelp();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [store, openHelp]);
}
