/**
 * Edits of a stack as pure functions. A place is named by its path: `name`, or `group/name` inside a repeat group. What
 * refers to a renamed or removed layer is mended; whether shapes still fit is `resolveStack`'s to say. A path that is not there
 * changes nothing.
 */
import type { FieldValues, Layer, Stack, StackItem } from './layer.ts';
import { nameFault } from './names.ts';
import { isGroup, replaceReferences } from './references.ts';
import { layerKind } from './registry.ts';

const isLayer = (item: StackItem): item is Layer => !isGroup(item);

/** Where an edit happens: a list of items, the one of interest, and what the first of the list takes. */
interface Place {
  readonly items: readonly StackItem[];
  readonly index: number;
  readonly first: '@input' | '@block';
}

function edit(stack: Stack, path: string, change: (place: Place) => readonly StackItem[]): Stack {
  const slash = path.indexOf('/');
  const [head, tail] = slash === -1 ? [path, null] : [path.slice(0, slash), path.slice(slash + 1)];
  const outer = stack.layers.findIndex((item) => item.name === head);
  const group = stack.layers[outer];
  if (group === undefined) return stack;
  if (tail === null) return { ...stack, layers: change({ items: stack.layers, index: outer, first: '@input' }) };
  if (!isGroup(group)) return stack;
  const index = group.layers.findIndex((layer) => layer.name === tail);
  if (index === -1) return stack;
  // No edit puts a group into a group, so that nothing is lost here.
  const layers = change({ items: group.layers, index, first: '@block' }).filter(isLayer);
  return { ...stack, layers: stack.layers.with(outer, { ...group, layers }) };
}

/** Name of the item before, as an input. */
const before = ({ items, first }: Place, index: number): string => items[index - 1]?.name ?? first;

/** `name`, or `name` with the next free number at its end where an item has it. */
export function freeName(items: readonly StackItem[], name: string): string {
  const taken = new Set(items.map((item) => item.name));
  if (!taken.has(name)) return name;
  const [, stem = name, digits = '1'] = /^(.*?)(\d{0,6})$/s.exec(name) ?? [];
  for (let number = Number(digits || 1) + 1; ; number++) if (!taken.has(`${stem}${number}`)) return `${stem}${number}`;
}

export interface NewLayer {
  readonly kind: string;
  /** Default: the kind, with a number where it is taken. */
  readonly name?: string;
  readonly inputs?: readonly string[];
  readonly fields?: FieldValues;
}

/** A layer that takes what comes before it, as often as its kind needs. */
function newLayer(items: readonly StackItem[], { kind, name = kind, inputs, fields = {} }: NewLayer, previous: string) {
  const needed = layerKind(kind)?.inputs.min ?? 1;
  const taken = inputs ?? (needed > 1 ? Array<string>(needed).fill(previous) : undefined);
  return { name: freeName(items, name), kind, fields, ...(taken && { inputs: taken }) };
}

/** A new layer after the item at `after`, in the same list; at the end of the stack without it, first where it is `null`. */
export function insertLayer(stack: Stack, layer: NewLayer, after?: string | null): Stack {
  if (typeof after === 'string')
    return edit(stack, after, ({ items, index }) =>
      items.toSpliced(index + 1, 0, newLayer(items, layer, items[index]?.name ?? '@input')),
    );
  const { layers } = stack;
  const index = after === null ? 0 : layers.length;
  const previous = layers[index - 1]?.name ?? '@input';
  return { ...stack, layers: layers.toSpliced(index, 0, newLayer(layers, layer, previous)) };
}

export interface LayerChange {
  /** Another kind keeps only the fields that both kinds have. */
  readonly kind?: string;
  /** `null`: the layer before. */
  readonly inputs?: readonly string[] | null;
  /** Laid over the fields that are there. */
  readonly fields?: FieldValues;
}

export function updateLayer(stack: Stack, path: string, change: LayerChange): Stack {
  return edit(stack, path, ({ items, index }) => {
    const item = items[index];
    if (item === undefined || isGroup(item)) return items;
    const kind = change.kind ?? item.kind;
    const known = layerKind(kind)?.fields.map((field) => field.key) ?? [];
    const kept = Object.entries(item.fields).filter(([key]) => kind === item.kind || known.includes(key));
    const inputs = change.inputs === undefined ? item.inputs : change.inputs;
    const fields = { ...Object.fromEntries(kept), ...change.fields };
    return items.with(index, { name: item.name, kind, ...(inputs && { inputs }), fields });
  });
}

/** How often a repeat group occurs. */
export const setTimes = (stack: Stack, path: string, times: number): Stack =>
  edit(stack, path, ({ items, index }) => {
    const item = items[index];
    return item && isGroup(item) ? items.with(index, { ...item, times }) : items;
  });

/** A copy right after the item, under a name of its own. */
export const duplicateItem = (stack: Stack, path: string): Stack =>
  edit(stack, path, ({ items, index }) => {
    const item = items[index];
    return item ? items.toSpliced(index + 1, 0, { ...item, name: freeName(items, item.name) }) : items;
  });

/** The item is gone; what took its output takes its first input. */
export const removeItem = (stack: Stack, path: string): Stack =>
  edit(stack, path, (place) => {
    const { items, index } = place;
    const item = items[index];
    if (item === undefined) return items;
    const previous = before(place, index);
    const source = (isGroup(item) ? undefined : item.inputs?.[0]) ?? previous;
    const replacement = { target: item.name, input: () => source, tie: '' };
    const [next, ...later] = replaceReferences(items.slice(index + 1), replacement);
    if (next === undefined) return items.slice(0, index);
    const implicit = !isGroup(next) && next.inputs === undefined && layerKind(next.kind)?.inputs.max !== 0;
    const mended = implicit && source !== previous ? { ...next, inputs: [source] } : next;
    return [...items.slice(0, index), mended, ...later];
  });

function moved({ items, index }: Place, to: number): readonly StackItem[] {
  const item = items[index];
  const rest = items.toSpliced(index, 1);
  return item ? rest.toSpliced(Math.min(rest.length, Math.max(0, to)), 0, item) : items;
}
/** The item at another position of its list, counted without it. */
export const moveItem = (stack: Stack, path: string, to: number): Stack =>
  edit(stack, path, (place) => moved(place, to));
/** Places up (negative) or down. */
export const moveItemBy = (stack: Stack, path: string, places: number): Stack =>
  edit(stack, path, (place) => moved(place, place.index + places));

/** Another name, in every reference too. A name that is unfit or taken changes nothing. */
export const renameItem = (stack: Stack, path: string, name: string): Stack =>
  edit(stack, path, ({ items, index }) => {
    const item = items[index];
    if (item === undefined || nameFault(name) !== null || items.some((other) => other.name === name)) return items;
    const input = (output: number) => (output > 0 ? `${name}#${output}` : name);
    const later = replaceReferences(items.slice(index + 1), { target: item.name, input, tie: name });
    return [...items.slice(0, index), { ...item, name }, ...later];
  });
