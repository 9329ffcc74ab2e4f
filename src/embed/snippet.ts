import type { EmbedTheme } from './protocol.ts';

export interface EmbedOptions {
  /** Address of the page, such as `location.href`. */
  readonly page: string;
  /** Hash of the link, without `#`. */
  readonly hash: string;
  /** Absent: the reader's own preference. */
  readonly theme?: EmbedTheme;
  readonly height?: number;
  /** What a screen reader calls the frame. */
  readonly title?: string;
}

const DEFAULT_HEIGHT = 560;

/** Address of the embed beside the page. */
export function embedAddress({ page, hash, theme }: Pick<EmbedOptions, 'page' | 'hash' | 'theme'>): string {
  const address = new URL('embed.html', page);
  if (theme !== undefined) address.searchParams.set('theme', theme);
  address.hash = hash;
  return address.href;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);

/** The HTML to paste into course notes. The sandbox lets the embed run and open the full page, and nothing else. */
export function embedSnippet(options: EmbedOptions): string {
  const { height = DEFAULT_HEIGHT, title = 'Roofline in Ridgepoint' } = options;
  return [
    `<iframe src="${escaped(embedAddress(options))}"`,
    `title="${escaped(title)}" width="100%" height="${Math.round(height)}" style="border:0"`,
    'loading="lazy" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"></iframe>',
  ].join(' ');
}
