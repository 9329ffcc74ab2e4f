import { isTheme, type Theme } from '#state/ui.ts';

/** How the page is shown; parsed once. `present` is for a projector: larger type, without what only an editor needs. */
export interface Mode {
  readonly present: boolean;
  /** Asked for by the address; it does not outlive the visit. */
  readonly theme: Theme | null;
}

export function parseMode(search: string): Mode {
  const parameters = new URLSearchParams(search);
  const theme = parameters.get('theme');
  const present = parameters.get('present') === '1';
  return { present, theme: isTheme(theme) ? theme : present ? 'projector' : null };
}
