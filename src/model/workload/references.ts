import type { FieldValue, Layer, RepeatGroup, StackItem } from './layer.ts';
import { layerKind } from './registry.ts';

export const isGroup = (item: StackItem): item is RepeatGroup => 'layers' in item;

/** `name#k` taken apart; without `#`, the first output. */
export function splitReference(reference: string): { readonly name: string; readonly output: number } {
  if (!reference.includes('#')) return { name: reference, output: 0 };
  const [, name = reference, output = '0'] = /^(.*)#(\d{1,4})$/s.exec(reference) ?? [];
  return { name, output: Number(output) };
}

/** Another name in place of `target`. */
export interface Replacement {
  readonly target: string;
  /** The whole new input, given the number of the output that was taken. */
  readonly input: (output: number) => string;
  /** Owner of tied weights instead; '' for none. */
  readonly tie: string;
}

/** The layer with its references replaced; the same object where it has none. */
function replaceInLayer(layer: Layer, { target, input, tie }: Replacement): Layer {
  let changed = false;
  const inputs = layer.inputs?.map((reference) => {
    const { name, output } = splitReference(reference);
    if (name !== target) return reference;
    changed = true;
    return input(output);
  });
  const fields: Record<string, FieldValue> = { ...layer.fields };
  for (const { key, type } of layerKind(layer.kind)?.fields ?? []) {
    if (type !== 'layer' || layer.fields[key] !== target) continue;
    changed = true;
    fields[key] = tie;
  }
  return changed ? { ...layer, ...(inputs && { inputs }), fields } : layer;
}

/** Every reference to the target in `items` replaced. A group's own layer of the same name hides it from those after. */
export function replaceReferences(items: readonly StackItem[], replacement: Replacement): readonly StackItem[] {
  return items.map((item) => {
    if (!isGroup(item)) return replaceInLayer(item, replacement);
    const hiding = item.layers.findIndex((layer) => layer.name === replacement.target);
    const layers = item.layers.map((layer, index) =>
      hiding !== -1 && index > hiding ? layer : replaceInLayer(layer, replacement),
    );
    return layers.every((layer, index) => layer === item.layers[index]) ? item : { ...item, layers };
  });
}
