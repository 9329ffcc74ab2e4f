import * as v from 'valibot';
import { isRecord, type Json, type JsonObject, sameJson } from '../json.ts';

/**
 * Settings of one view, registered with the document: a new view is one file here and one line in `index.ts`, and the
 * store, the links and the validation read its schema.
 */
export interface View<T extends JsonObject = JsonObject> {
  readonly id: string;
  /** One schema for each field, so that a damaged field falls back alone. */
  readonly fields: { readonly [K in keyof T]: v.GenericSchema<unknown, T[K]> };
  /** Published links leave defaults out: a changed default changes what they show. */
  readonly defaults: T;
}

/** What a document stores of a view: only what differs from the defaults. */
export type StoredView = JsonObject;

/** All settings of a view, from what the document stores. */
export const viewSettings = <T extends JsonObject>(view: View<T>, stored: StoredView | undefined): T => ({
  ...view.defaults,
  ...stored,
});

/** What to store of `settings`; undefined when every one is the default. */
export function storedView<T extends JsonObject>(view: View<T>, settings: T): StoredView | undefined {
  const changed = Object.entries(settings).filter(([key, value]) => !sameJson(value, view.defaults[key]));
  return changed.length > 0 ? Object.fromEntries(changed) : undefined;
}

/** Checks what came from outside, field by field; names the fields that were not usable. */
export function parseView(view: View, json: unknown): { stored: StoredView | undefined; ignored: readonly string[] } {
  if (!isRecord(json)) return { stored: undefined, ignored: [view.id] };
  const settings: Record<string, Json> = { ...view.defaults };
  const ignored: string[] = [];
  for (const [key, value] of Object.entries(json)) {
    const schema = Object.hasOwn(view.fields, key) ? view.fields[key] : undefined;
    const parsed = schema && v.safeParse(schema, value);
    if (parsed?.success) settings[key] = parsed.output;
    else ignored.push(`${view.id}.${key.slice(0, 40)}`);
  }
  return { stored: storedView(view, settings), ignored };
}
