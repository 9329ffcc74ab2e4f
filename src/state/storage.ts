/** The browser's storage, where it is allowed: a sandboxed or cross-site frame throws on the first touch. */
export interface SafeStorage {
  get(key: string): string | null;
  set(key: string, value: string): void;
}

/** `open` reaches for the storage, such as `() => localStorage`; a refusal reads as empty and writes nowhere. */
export function safeStorage(open: () => Pick<Storage, 'getItem' | 'setItem'>): SafeStorage {
  return {
    get: (key) => {
      try {
        return open().getItem(key);
      } catch {
        return null;
      }
    },
    set: (key, value) => {
      try {
        open().setItem(key, value);
      } catch {
        // Nothing is lost that the page needs: the link is the truth.
      }
    },
  };
}
