/**
 * Messages between an embedded Ridgepoint and the page that holds it. Nothing secret is in any of them, so the embed posts
 * to `*`; both sides check where a message comes from and what it is.
 */
const PROTOCOL_VERSION = 1;

/** What the embed tells the page that holds it. */
export type EmbedMessage = { readonly source: 'ridgepoint'; readonly version: typeof PROTOCOL_VERSION } & EmbedEvent;
export type EmbedEvent =
  /** The modelled roofline is drawn. */
  | { readonly type: 'ready' }
  /** CSS pixels that the content needs. */
  | { readonly type: 'height'; readonly height: number }
  /** A sentence for a person. */
  | { readonly type: 'error'; readonly message: string };

/** What the embed takes from the page that holds it: this list and nothing else. */
export type HostCommand = { readonly type: 'setTheme'; readonly theme: EmbedTheme };
export type HostMessage = {
  readonly source: 'ridgepoint-host';
  readonly version: typeof PROTOCOL_VERSION;
} & HostCommand;

const EMBED_THEMES = ['light', 'dark', 'projector', 'system'] as const;
export type EmbedTheme = (typeof EMBED_THEMES)[number];

const TALLEST = 20_000;
const LONGEST_SENTENCE = 1000;

export const embedMessage = (event: EmbedEvent): EmbedMessage => ({
  source: 'ridgepoint',
  version: PROTOCOL_VERSION,
  ...event,
});
export const hostMessage = (command: HostCommand): HostMessage => ({
  source: 'ridgepoint-host',
  version: PROTOCOL_VERSION,
  ...command,
});

const isMessageFrom = (data: unknown, source: string): data is Readonly<Record<string, unknown>> =>
  typeof data === 'object' &&
  data !== null &&
  'source' in data &&
  data.source === source &&
  'version' in data &&
  data.version === PROTOCOL_VERSION;

const isEmbedTheme = (value: unknown): value is EmbedTheme => EMBED_THEMES.some((theme) => theme === value);

/** An event from posted data; null for anything else. */
export function parseEmbedMessage(data: unknown): EmbedEvent | null {
  if (!isMessageFrom(data, 'ridgepoint')) return null;
  const { type, height, message } = data;
  if (type === 'ready') return { type };
  if (type === 'height' && typeof height === 'number' && height >= 0 && height <= TALLEST) return { type, height };
  if (type === 'error' && typeof message === 'string') return { type, message: message.slice(0, LONGEST_SENTENCE) };
  return null;
}

/** A command from posted data; null for anything that is not on the list. */
export function parseHostMessage(data: unknown): HostCommand | null {
  if (!isMessageFrom(data, 'ridgepoint-host')) return null;
  const { type, theme } = data;
  return type === 'setTheme' && isEmbedTheme(theme) ? { type, theme } : null;
}
