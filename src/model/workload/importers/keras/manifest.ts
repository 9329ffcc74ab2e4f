import type { JsonNode } from '../json-node.ts';

/** Elements of the weights of a layer, from TensorFlow.js' list of weights: for layers that are not known here. */
export function manifestParameters(manifest: JsonNode): (layer: string) => number {
  const sums = new Map<string, number>();
  if (manifest.given)
    for (const group of manifest.list(4096))
      for (const weight of group.get('weights').list()) {
        const [layer = ''] = weight.get('name').text('').split('/');
        const extents = weight.get('shape').integers([1], { min: 0 }, 16);
        sums.set(layer, (sums.get(layer) ?? 0) + extents.reduce((product, extent) => product * extent, 1));
      }
  return (layer) => Math.min(sums.get(layer) ?? 0, 2 ** 40);
}
