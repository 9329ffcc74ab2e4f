import type { ResolvedLayer, ResolvedStack, WeightTensor } from '#model/workload/layer.ts';
import { layerKind } from '#model/workload/registry.ts';
import { sameShape } from '#model/workload/shape.ts';
import { type Content, weightContent } from '../contents.ts';

/** The weight of a layer by its name; null where it has none of that name. */
export type FindWeight = (layer: ResolvedLayer, name: string) => Content | null;

/** Finds contents of weights: a tied one is its owner's. */
export function weightsOf({ layers }: ResolvedStack): FindWeight {
  const byPath = new Map(layers.map((layer) => [layer.path, layer]));

  /** The layer that a field names as the owner of a tied weight: one of its own group comes first. */
  function ownerOf({ layer, group }: ResolvedLayer): ResolvedLayer | undefined {
    const field = layerKind(layer.kind)?.fields.find(({ type }) => type === 'layer');
    const name = field && layer.fields[field.key];
    if (typeof name !== 'string') return undefined;
    return byPath.get(`${group}/${name}`) ?? byPath.get(name);
  }

  function contentOf(layer: ResolvedLayer, weight: WeightTensor): Content | null {
    if (!weight.tied) return weightContent(layer, weight);
    const owner = ownerOf(layer);
    const owned = owner?.weights.find((one) => !one.tied && sameShape(one.shape, weight.shape));
    return owner && owned ? weightContent(owner, owned) : null;
  }

  return (layer, name) => {
    const weight = layer.weights.find((one) => one.name === name);
    return weight ? contentOf(layer, weight) : null;
  };
}
