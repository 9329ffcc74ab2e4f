/** Repeat groups made from a run of layers, and taken apart again. */
import { freeName } from './edit.ts';
import type { Layer, Stack, StackItem } from './layer.ts';
import { isGroup, replaceReferences } from './references.ts';

const isLayer = (item: StackItem): item is Layer => !isGroup(item);
const nameBefore = (items: readonly StackItem[], index: number): string => items[index - 1]?.name ?? '@input';
const replaced = (items: readonly StackItem[], target: string, name: string) =>
  replaceReferences(items, { target, input: () => name, tie: target });

/**
 * The run of top-level layers from `first` to `last` as one repeat group. In it, what came before the run is `@block`; after it, the last
 * layer is known by the group's name. A run that holds a group, or is none, changes nothing.
 */
export function groupItems(stack: Stack, first: string, last: string, times: number, name = 'block'): Stack {
  const { layers: items } = stack;
  const start = items.findIndex((item) => item.name === first);
  const end = items.findIndex((item) => item.name === last) + 1;
  const run = items.slice(start, end);
  if (start === -1 || run.length === 0 || run.some(isGroup)) return stack;
  const rest = [...items.slice(0, start), ...items.slice(end)];
  const group = freeName(rest, name);
  const layers = replaced(run, nameBefore(items, start), '@block').filter(isLayer);
  const later = replaced(items.slice(end), last, group);
  return { ...stack, layers: [...items.slice(0, start), { name: group, kind: 'repeat', times, layers }, ...later] };
}

/** One occurrence of the group's layers in place of the group. A name that is taken outside gets a number. */
export function ungroup(stack: Stack, path: string): Stack {
  const { layers: items } = stack;
  const index = items.findIndex((item) => item.name === path);
  const group = items[index];
  if (group === undefined || !isGroup(group)) return stack;
  const outside = items.toSpliced(index, 1);
  let run: readonly StackItem[] = group.layers;
  for (const [at, layer] of group.layers.entries()) {
    const name = freeName([...outside, ...run.toSpliced(at, 1)], layer.name);
    const input = (output: number) => (output > 0 ? `${name}#${output}` : name);
    const later = replaceReferences(run.slice(at + 1), { target: layer.name, input, tie: name });
    run = [...run.slice(0, at), ...run.slice(at, at + 1).map((own) => ({ ...own, name })), ...later];
  }
  run = replaced(run, '@block', nameBefore(items, index));
  const last = run.at(-1)?.name ?? nameBefore(items, index);
  return { ...stack, layers: [...items.slice(0, index), ...run, ...replaced(items.slice(index + 1), path, last)] };
}
