import { readField } from '#model/workload/fields.ts';
import { layerKind } from '#model/workload/registry.ts';
import { isRecord } from './json.ts';

/**
 * A stack from outside with each unusable field of a layer taken out, so that it has its default and the rest of the
 * stack stays. What else is wrong with it, `parseStack` says.
 */
export function mendStack(json: unknown): { readonly json: unknown; readonly ignored: readonly string[] } {
  const ignored: string[] = [];
  const mendItems = (items: unknown): unknown => (Array.isArray(items) ? items.map(mendItem) : items);
  const mendItem = (item: unknown): unknown => {
    if (!isRecord(item)) return item;
    if (item['kind'] === 'repeat') return { ...item, layers: mendItems(item['layers']) };
    const kind = typeof item['kind'] === 'string' ? layerKind(item['kind']) : undefined;
    if (!kind || !isRecord(item['fields'])) return item;
    const kept = Object.entries(item['fields']).filter(([key, value]) => {
      const spec = kind.fields.find((field) => field.key === key);
      if (spec && readField(spec, value).ok) return true;
      ignored.push(`${String(item['name']).slice(0, 40)}.${key.slice(0, 40)}`);
      return false;
    });
    return { ...item, fields: Object.fromEntries(kept) };
  };
  const mended = isRecord(json) ? { ...json, layers: mendItems(json['layers']) } : json;
  return { json: mended, ignored };
}
