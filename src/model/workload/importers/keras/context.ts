import type { Shape } from '../../layer.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';
import { refuse } from '../imported.ts';
import type { JsonNode } from '../json-node.ts';

/**
 * A tensor of Keras: the shape of one sample as Keras has it. Where Keras has channels last, the stack's value has them first;
 * nothing moves for that: it is how the same elements are counted. `image` says that the value stands so.
 */
export interface KerasTensor {
  readonly value: Value;
  readonly sample: Shape;
  readonly image: boolean;
}

/** What a handler of a class of layers is given. */
export interface KerasLayer {
  readonly build: GraphBuilder;
  readonly name: string;
  readonly config: JsonNode;
  readonly place: string;
  readonly inputs: readonly KerasTensor[];
}

export const plain = (value: Value): KerasTensor => ({ value, sample: value.shape.slice(1), image: false });

export function only({ inputs, place }: KerasLayer): KerasTensor {
  const [input] = inputs;
  if (input === undefined) return refuse(place, 'has no input; the file is damaged');
  return input;
}

/** The tensor as Keras has it. */
export function asPlain({ build, name, place }: KerasLayer, tensor: KerasTensor): Value {
  return tensor.image ? build.view(tensor.value, tensor.sample, `${name}.layout`, place) : tensor.value;
}

const channelsFirst = ({ config }: KerasLayer): boolean => config.get('data_format').value === 'channels_first';

/** Channels and then height and width; a sequence of features is an image of height 1. */
export function asImage(layer: KerasLayer, tensor: KerasTensor): Value {
  const { build, name, place } = layer;
  const { sample, value, image } = tensor;
  if (image) return value;
  const first = channelsFirst(layer);
  const channels = (first ? sample[0] : sample.at(-1)) ?? 1;
  const [height, width] = first ? sample.slice(1) : sample.slice(0, -1);
  if (height === undefined || sample.length > 3)
    return refuse(place, `takes an image or a sequence, and its input has ${sample.length} extents`);
  return build.view(
    value,
    width === undefined ? [channels, 1, height] : [channels, height, width],
    `${name}.layout`,
    place,
  );
}

/** What a layer on images gives, as Keras has it; `rank` of a sample is 2 for sequences. */
export function fromImage(layer: KerasLayer, value: Value, rank: number): KerasTensor {
  const [, channels = 1, height = 1, width = 1] = value.shape;
  if (channelsFirst(layer)) {
    const sample = rank === 2 ? [channels, width] : [channels, height, width];
    return { value: layer.build.view(value, sample, `${layer.name}.layout`, layer.place), sample, image: false };
  }
  return { value, sample: rank === 2 ? [width, channels] : [height, width, channels], image: true };
}

/** Keeps the layout of its input: for layers that work element by element. */
export const alike = (value: Value, { sample, image }: KerasTensor): KerasTensor => ({ value, sample, image });

/** All inputs in one layout: as images where all stand so. */
export function together(layer: KerasLayer): { readonly values: readonly Value[]; readonly image: boolean } {
  const image = layer.inputs.every((input) => input.image);
  return { values: layer.inputs.map((input) => (image ? input.value : asPlain(layer, input))), image };
}

/** The shape that Keras has of a value. */
export function sampleOf(value: Value, image: boolean, rank: number): Shape {
  const [, channels = 1, ...extents] = value.shape;
  if (!image) return value.shape.slice(1);
  return [...(rank === 2 ? extents.slice(1) : extents), channels];
}

export const units = (node: JsonNode): number => node.integer(undefined, { max: 2 ** 24 });
