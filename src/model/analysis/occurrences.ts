import type { ResolvedLayer, ResolvedStack } from '../workload/layer.ts';

/** A stack with the occurrences of its repeat groups that differ written out. */
export interface Occurrences {
  readonly resolved: ResolvedStack;
  /** Of each layer written out: its index in the rolled stack, and how many occurrences look like it. */
  readonly rows: readonly number[];
  readonly counts: readonly number[];
}

/**
 * Occurrences written out of a group: the first reads what comes before the group, the second reads the first beside
 * what lives on from before it, the third stands for all alike, and the last gives the group's result.
 */
const DISTINCT = 4;

/** A layer in a group that reads the group's input, not something outside by name. */
const readsBlock = ({ layer }: ResolvedLayer, producer: number): boolean => {
  const name = layer.inputs?.[producer];
  return name === undefined || name === '@block';
};

/**
 * The stack with up to four occurrences of each repeat group one after another, each reading the one before it. Which
 * tensors are alive when, and where the first and the last occurrence read and write, is then as in the same layers
 * written out. A stack without groups is given back as it is.
 */
export function occurrencesOf(resolved: ResolvedStack): Occurrences {
  const { layers } = resolved;
  if (!layers.some(({ group, times }) => group !== undefined && times > 1))
    return { resolved, rows: layers.map((_, index) => index), counts: layers.map(({ times }) => times) };

  const written: ResolvedLayer[] = [];
  const rows: number[] = [];
  const counts: number[] = [];
  for (let start = 0; start < layers.length; ) {
    const group = layers[start]?.group;
    let end = start + 1;
    while (group !== undefined && layers[end]?.group === group) end++;
    const members = layers.slice(start, end);
    const times = group === undefined ? 1 : (members[0]?.times ?? 1);
    const copies = Math.min(times, DISTINCT);
    const inside = new Set(members.map(({ path }) => path));
    const result = members.at(-1)?.path ?? '';
    // The last occurrence keeps the paths, so that what reads the group's output reads the last one's. No name has a #.
    const pathIn = (path: string, copy: number) => (copy === copies - 1 ? path : `${path}#${copy + 1}`);
    for (let copy = 0; copy < copies; copy++)
      members.forEach((layer, offset) => {
        rows.push(start + offset);
        counts.push(group === undefined ? layer.times : copy === 2 && copies === DISTINCT ? times - 3 : 1);
        if (copies === 1) {
          written.push(layer);
          return;
        }
        const producers = layer.producers.map((path, producer) => {
          if (inside.has(path)) return pathIn(path, copy);
          return copy > 0 && readsBlock(layer, producer) ? pathIn(result, copy - 1) : path;
        });
        written.push({ ...layer, path: pathIn(layer.path, copy), times: 1, producers });
      });
    start = end;
  }
  return { resolved: { ...resolved, layers: written }, rows, counts };
}
