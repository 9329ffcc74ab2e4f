import { describe, expect, it } from 'vitest';
import { safeStorage } from './storage.ts';
import { createUiStore } from './ui.ts';

const refused = () => {
  throw new DOMException('The operation is insecure.', 'SecurityError');
};
/** Storage as a page has it. */
function working(entries: Record<string, string> = {}) {
  const map = new Map(Object.entries(entries));
  return {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => map.set(key, value),
  };
}

describe('theme', () => {
  it('is kept where there is storage', () => {
    const storage = working();
    createUiStore(safeStorage(() => storage)).setTheme('projector');
    expect(createUiStore(safeStorage(() => storage)).getState().theme).toBe('projector');
  });

  it('falls back to the system’s for anything else that is stored', () => {
    expect(createUiStore(safeStorage(() => working({ 'ridgepoint.theme': 'pink' }))).getState().theme).toBe('system');
  });

  it('works for the visit where storage throws, be it on touch or on use', () => {
    for (const open of [refused, () => ({ getItem: refused, setItem: refused })]) {
      const ui = createUiStore(safeStorage(open));
      ui.setTheme('dark');
      expect(ui.getState().theme).toBe('dark');
    }
  });
});

describe('isolation', () => {
  it('toggles one subject at a time', () => {
    const ui = createUiStore(safeStorage(refused));
    ui.toggleIsolated('conv1');
    ui.toggleIsolated('fc');
    expect(ui.getState().isolated).toBe('fc');
    ui.toggleIsolated('fc');
    expect(ui.getState().isolated).toBeNull();
    ui.toggleIsolated('fc');
    ui.clearIsolated();
    expect(ui.getState().isolated).toBeNull();
  });
});
