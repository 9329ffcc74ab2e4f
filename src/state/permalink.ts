import { parseSummary, type RunSummary } from '#measure/record/summary.ts';
import { DEFAULT_DOCUMENT, type Document, type StackSource } from './document.ts';
import { isRecord, type Json, type JsonObject, sameJson } from './json.ts';
import { DamagedLink } from './link/bytes.ts';
import { dictionary1 } from './link/dictionary-1.ts';
import { openFrame, sealFrame } from './link/frame.ts';
import { packJson } from './link/pack.ts';
import { stackFromForm, stackToForm } from './link/stack-form.ts';
import { unpackJson } from './link/unpack.ts';
import { migrate } from './migrations.ts';
import { ignoredNote, parseDocument } from './parse-document.ts';

/**
 * A link is the document and a summary of measured points, packed, checksummed and deflated into the URL's hash. Links in
 * the world never change: this version's layout is frozen, and another layout is another version beside it.
 */
const LINK_VERSION = 1;

/** What links of version 1 leave out. Frozen: a change here would change what links in the world show. */
const LEFT_OUT: JsonObject = {
  version: 1,
  stack: { preset: 'resnet50' },
  machine: { preset: 'h100-sxm' },
  settings: { batch: 1, format: 'f32', overlap: 'double-buffered', residency: 'cold' },
  views: {},
};

export interface DecodedLink {
  readonly document: Document;
  /** What a reader sees labelled RECORDED. */
  readonly run: RunSummary | null;
  /** Sentences for the page where something of the link was not usable. */
  readonly notes: readonly string[];
}

/** The hash of a link, without `#`. */
export function encodeLink(document: Document, run: RunSummary | null = null): string {
  const settings = changedFrom(LEFT_OUT['settings'], { ...document.settings });
  const parts: Record<string, Json> = {
    version: document.version,
    stack: stackForm(document.stack),
    machine: asJson(document.machine),
    views: document.views,
  };
  const changed = changedFrom(LEFT_OUT, parts);
  const content: JsonObject = {
    ...changed,
    ...(Object.keys(settings).length > 0 && { settings }),
    ...(run && { run: asJson(run) }),
  };
  return sealFrame(LINK_VERSION, packJson(content), dictionary1());
}

const asJson = (value: object): Json => value as Json;

const changedFrom = (defaults: Json | undefined, values: Readonly<Record<string, Json | undefined>>) =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      value === undefined || (isRecord(defaults) && sameJson(defaults[key], value)) ? [] : [[key, value]],
    ),
  );

const stackForm = (source: StackSource): Json =>
  'custom' in source ? { custom: stackToForm(source.custom) } : asJson(source);

/**
 * The document of a hash, with or without its `#`. Never throws: whatever is not usable has its default, and a note says
 * so. An empty hash is the default document.
 */
export function decodeLink(hash: string): DecodedLink {
  const text = hash.startsWith('#') ? hash.slice(1) : hash;
  if (text === '') return { document: DEFAULT_DOCUMENT, run: null, notes: [] };
  try {
    const frame = openFrame(text);
    if (frame.version !== LINK_VERSION)
      return refused('This link was made by a newer Ridgepoint. Reload the page to get the newest version.');
    return readContent(unpackJson(frame.content(dictionary1())));
  } catch (error) {
    if (!(error instanceof DamagedLink)) throw error;
    return refused(`This link is damaged: ${error.message}. The page shows its defaults instead.`);
  }
}

const refused = (note: string): DecodedLink => ({ document: DEFAULT_DOCUMENT, run: null, notes: [note] });

function readContent(content: Json): DecodedLink {
  if (!isRecord(content)) throw new DamagedLink('it holds no document');
  const { run, ...parts } = content;
  const settings = isRecord(parts['settings'])
    ? { ...(LEFT_OUT['settings'] as JsonObject), ...parts['settings'] }
    : (parts['settings'] ?? LEFT_OUT['settings']);
  const whole = { ...LEFT_OUT, ...parts, settings, stack: fromForm(parts['stack'] ?? LEFT_OUT['stack']) };
  const { document, ignored } = parseDocument(migrate(whole));
  const summary = run === undefined ? null : parseSummary(run);
  const note = ignoredNote([...ignored, ...(summary && !summary.ok ? ['run'] : [])]);
  return { document, run: summary?.ok ? summary.value : null, notes: note === null ? [] : [note] };
}

const fromForm = (source: unknown): unknown =>
  isRecord(source) && 'custom' in source ? { custom: stackFromForm(source['custom']) } : source;
