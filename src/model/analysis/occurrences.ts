import type { ResolvedLayer, ResolvedStack } from '../workload/layer.ts';
import type { FlowLayer, FlowStack } from './liveness.ts';

/** A stack with the occurrences of its repeat groups that differ written out. */
export interface Occurrences {
  readonly flow: FlowStack;
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
export const readsBlock = ({ layer }: Pick<ResolvedLayer, 'layer'>, producer: number): boolean => {
  const name = layer.inputs?.[producer];
  return name === undefined || name === '@block';
};

/**
 * The stack with up to four occurrences of each repeat group one after another, each reading the one before it. Which
 * tensors are alive when, and where the first and the last occurrence read and write, is then as in the same layers
 * written out. A stack without groups is given back as it is.
 */
export function occurrencesOf(resolved: ResolvedStack): Occurrences {
  let written = known.get(resolved);
  if (written === undefined) {
    written = writeOut(resolved);
    known.set(resolved, written);
  }
  return written;
}

/** While a roof is dragged the stack stays the same. */
const known = new WeakMap<ResolvedStack, Occurrences>();

function writeOut(resolved: ResolvedStack): Occurrences {
  const { layers } = resolved;
  if (!layers.some(({ group, times }) => group !== undefined && times > 1))
    return { flow: resolved, rows: layers.map((_, index) => index), counts: layers.map(({ times }) => times) };

  const written: FlowLayer[] = [];
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
        const { layer: own, ops, outputElements } = layer;
        written.push({ layer: own, path: pathIn(layer.path, copy), times: 1, producers, ops, outputElements });
      });
    start = end;
  }
  return { flow: { stack: resolved.stack, batch: resolved.batch, layers: written }, rows, counts };
}
