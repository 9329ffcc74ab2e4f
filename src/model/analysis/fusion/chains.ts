import type { ResolvedLayer } from '../../workload/layer.ts';
import { elementsOf } from '../../workload/shape.ts';
import { readsOf, rowsOf } from './reads.ts';
import type { Member } from './tile-group.ts';

/** Layers by index, each but the first the only reader of the one before it. */
export type FusionChain = readonly { readonly layer: number; readonly member: Member | null }[];

/** A layer as it follows the producer of its input number `through`; null where it cannot be fused to it. */
function memberOf(layer: ResolvedLayer, through: number): Member | null {
  const input = layer.inputs[through];
  const [output] = layer.outputs;
  if (input === undefined || output === undefined) return null;
  const reads = readsOf(layer, input);
  if (reads === null) return null;
  const made = rowsOf(output);
  let beside = 0;
  let besideWhole = 0;
  layer.inputs.forEach((shape, index) => {
    if (index === through) return;
    const other = rowsOf(shape);
    // What has no row for each row of output, such as a factor for each channel, comes whole.
    if (other.rows === made.rows && other.images === made.images) beside += other.width;
    else besideWhole += elementsOf(shape) / made.images;
  });
  const channels = output.length === 4 ? (output[1] ?? 1) : (output.at(-1) ?? 1);
  return {
    reads,
    input: rowsOf(input),
    output: made,
    weights: layer.weightElements,
    weightsOfOne: layer.weightElements / channels,
    beside,
    besideWhole,
    view: layer.ops.length === 0,
  };
}

/**
 * The chains of a stack: runs in which each layer is the only reader, once, of the layer before. A chain stays within
 * one repeat group, or outside of them all. A `null` member starts a run of its own.
 */
export function chainsOf(layers: readonly ResolvedLayer[]): readonly FusionChain[] {
  const indexOf = new Map(layers.map(({ path }, index) => [path, index]));
  const readers = layers.map((): { layer: number; through: number }[] => []);
  layers.forEach(({ producers }, layer) => {
    producers.forEach((path, through) => {
      const from = indexOf.get(path);
      if (from !== undefined) readers[from]?.push({ layer, through });
    });
  });
  // A layer that is the only reader of several follows the nearest of them; the others end their chains.
  const followed = new Set<number>();
  const next = layers.map((): { layer: number; through: number } | null => null);
  for (let index = layers.length - 1; index >= 0; index--) {
    const [only, ...others] = readers[index] ?? [];
    if (!only || others.length > 0 || followed.has(only.layer)) continue;
    if (layers[only.layer]?.group !== layers[index]?.group) continue;
    next[index] = only;
    followed.add(only.layer);
  }
  return layers.flatMap((layer, start) => {
    if (followed.has(start)) return [];
    const chain: { layer: number; member: Member | null }[] = [{ layer: start, member: memberOf(layer, 0) }];
    for (let at = next[start]; at; at = next[at.layer] ?? null)
      chain.push({ layer: at.layer, member: memberOf(layers[at.layer] as ResolvedLayer, at.through) });
    return [chain];
  });
}
