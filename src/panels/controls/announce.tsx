import { useSyncExternalStore } from 'react';
import styles from './controls.module.css';

let current = '';
const listeners = new Set<() => void>();

/** Says a sentence to screen readers: a move, an undo, a finished measurement. */
export function announce(sentence: string): void {
  // The same sentence twice is read twice only when its text changes.
  current = sentence === current ? `${sentence}\u00a0` : sentence;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function Announcer() {
  const sentence = useSyncExternalStore(subscribe, () => current);
  return (
    <div className={styles['hidden']} role="status" aria-live="polite">
      {sentence}
    </div>
  );
}
