import type { Theme } from '#state/ui.ts';

/** Sets the theme on the root element; `system` follows the device, also when it changes. Returns how to stop that. */
export function applyTheme(theme: Theme): () => void {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    root.dataset['theme'] = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
  };
  apply();
  if (theme !== 'system') return () => {};
  dark.addEventListener('change', apply);
  return () => dark.removeEventListener('change', apply);
}
