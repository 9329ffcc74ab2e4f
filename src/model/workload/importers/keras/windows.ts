import type { FieldValues, Shape } from '../../layer.ts';
import type { Value } from '../graph-builder.ts';
import type { JsonNode } from '../json-node.ts';
import { asImage, fromImage, type KerasLayer, type KerasTensor, only, units } from './context.ts';

const WINDOW = { min: 1, max: 1024 } as const;

/** Height and width; of a sequence, 1 and the number. */
function pair(node: JsonNode, rank: number, fallback?: readonly number[]): readonly [number, number] {
  const numbers = node.integers(fallback, WINDOW, 2);
  const [first = 1, second = first] = numbers;
  return rank === 2 ? [1, first] : [first, second];
}

/** TensorFlow's SAME: as many windows as strides, what is missing split over both sides, the odd one after. */
function samePadding(extent: number, kernel: number, stride: number, dilation: number): readonly [number, number] {
  const reach = (kernel - 1) * dilation + 1;
  const missing = Math.max(0, (Math.ceil(extent / stride) - 1) * stride + reach - extent);
  const before = Math.floor(missing / 2);
  return [before, missing - before];
}

interface Window {
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly padding: readonly number[];
}

function paddingOf(
  config: JsonNode,
  image: Shape,
  { kernel, stride, dilation }: Omit<Window, 'padding'>,
): readonly number[] {
  const mode = config.get('padding');
  const [, , height = 1, width = 1] = image;
  if (mode.text('valid') === 'valid') return [0];
  if (mode.value === 'causal') return [0, (kernel[1] - 1) * dilation[1], 0, 0];
  if (mode.value !== 'same') return mode.wrong('valid, same or causal');
  const [top, bottom] = samePadding(height, kernel[0], stride[0], dilation[0]);
  const [left, right] = samePadding(width, kernel[1], stride[1], dilation[1]);
  return [top, left, bottom, right];
}

function windowOf({ config }: KerasLayer, image: Shape, rank: number, size: string): Window {
  const kernel = pair(config.get(size), rank);
  const moved = {
    kernel,
    stride: pair(config.get('strides'), rank, size === 'kernel_size' ? [1] : rank === 2 ? kernel.slice(1) : kernel),
    dilation: pair(config.get('dilation_rate'), rank, [1]),
  };
  return { ...moved, padding: paddingOf(config, image, moved) };
}

const windowFields = ({ kernel, stride, dilation, padding }: Window): FieldValues => ({
  kernel,
  stride,
  dilation,
  padding,
});

const biased = (config: JsonNode) => config.get('use_bias').boolean(true);

/** Conv1D and Conv2D. */
export function convolution(layer: KerasLayer): KerasTensor {
  const { build, config, name, place } = layer;
  const input = only(layer);
  const rank = input.sample.length;
  const image = asImage(layer, input);
  const fields = {
    outChannels: units(config.get('filters')),
    ...windowFields(windowOf(layer, image.shape, rank, 'kernel_size')),
    groups: config.get('groups').integer(1, { max: 2 ** 24 }),
    bias: biased(config),
  };
  return fromImage(layer, build.layer('conv2d', name, fields, [image], place), rank);
}

function depthwiseOf(layer: KerasLayer, name: string, bias: boolean): Value {
  const { build, config, place } = layer;
  const input = only(layer);
  const image = asImage(layer, input);
  const window = windowOf(layer, image.shape, input.sample.length, 'kernel_size');
  const multiplier = config.get('depth_multiplier').integer(1, { max: 1024 });
  return build.layer('depthwise-conv2d', name, { ...windowFields(window), multiplier, bias }, [image], place);
}

export const depthwise = (layer: KerasLayer): KerasTensor =>
  fromImage(layer, depthwiseOf(layer, layer.name, biased(layer.config)), only(layer).sample.length);

/** A depthwise convolution without a bias, then one of 1 × 1. */
export function separable(layer: KerasLayer): KerasTensor {
  const { build, config, name, place } = layer;
  const depth = depthwiseOf(layer, `${name}.depthwise`, false);
  const fields = { outChannels: units(config.get('filters')), kernel: [1], bias: biased(config) };
  return fromImage(layer, build.layer('conv2d', name, fields, [depth], place), only(layer).sample.length);
}

/** Keras: SAME gives extent · stride, VALID what the windows cover. */
export function transposed(layer: KerasLayer): KerasTensor {
  const { build, config, name, place } = layer;
  const input = only(layer);
  const rank = input.sample.length;
  const image = asImage(layer, input);
  const kernel = pair(config.get('kernel_size'), rank);
  const stride = pair(config.get('strides'), rank, [1]);
  const dilation = pair(config.get('dilation_rate'), rank, [1]);
  const same = config.get('padding').text('valid') === 'same';
  // What windows cover beyond extent · stride is cut off, or beneath it added.
  const over = kernel.map((taps, at) => (same ? (taps - 1) * (dilation[at] ?? 1) + 1 - (stride[at] ?? 1) : 0));
  const cut = over.map((extra) => Math.max(0, extra));
  const outputPadding = over.map((extra) => Math.max(0, -extra));
  const [height = 0, width = 0] = cut.map((extra) => Math.floor(extra / 2));
  const padding = [height, width, (cut[0] ?? 0) - height, (cut[1] ?? 0) - width];
  const fields = {
    outChannels: units(config.get('filters')),
    kernel,
    stride,
    dilation,
    padding,
    outputPadding,
    bias: biased(config),
  };
  return fromImage(layer, build.layer('conv-transpose2d', name, fields, [image], place), rank);
}

/** MaxPooling and AveragePooling in one and two dimensions. */
export const pooling =
  (kind: 'max-pool' | 'average-pool') =>
  (layer: KerasLayer): KerasTensor => {
    const input = only(layer);
    const rank = input.sample.length;
    const image = asImage(layer, input);
    const { kernel, stride, padding } = windowOf(layer, image.shape, rank, 'pool_size');
    return fromImage(
      layer,
      layer.build.layer(kind, layer.name, { kernel, stride, padding }, [image], layer.place),
      rank,
    );
  };

/** GlobalAveragePooling and GlobalMaxPooling. */
export const globalPooling =
  (kind: 'average' | 'maximum') =>
  (layer: KerasLayer): KerasTensor => {
    const { build, config, name, place } = layer;
    const input = only(layer);
    const image = asImage(layer, input);
    const pooled =
      kind === 'average'
        ? build.layer('global-average-pool', name, {}, [image], place)
        : build.layer('reduce', name, { function: 'maximum', axes: [2, 3] }, [image], place);
    if (config.get('keepdims').boolean(false)) return fromImage(layer, pooled, input.sample.length);
    const [, channels = 1] = pooled.shape;
    return { value: build.view(pooled, [channels], `${name}.flatten`, place), sample: [channels], image: false };
  };

/** ZeroPadding and Cropping: extents change at both ends. */
export const bordered =
  (key: 'padding' | 'cropping', sign: 1 | -1) =>
  (layer: KerasLayer): KerasTensor => {
    const { build, config, name, place } = layer;
    const input = only(layer);
    const rank = input.sample.length;
    const image = asImage(layer, input);
    const node = config.get(key);
    const given = Array.isArray(node.value) ? node.list(2) : [node, node];
    const total = (part: JsonNode | undefined): number => {
      if (part === undefined) return 0;
      const [before = 0, after = before] = part.integers(undefined, { min: 0, max: 65_536 }, 2);
      return sign * (before + after);
    };
    const [, channels = 1, height = 1, width = 1] = image.shape;
    const flat =
      node.given && Array.isArray(node.value) && node.list(2).every(({ value }) => typeof value === 'number');
    const both = (part: JsonNode | undefined) =>
      part === undefined ? 0 : sign * part.integer(undefined, { min: 0, max: 65_536 });
    const shape =
      rank === 2
        ? [channels, 1, width + (flat ? both(given[0]) + both(given[1]) : total(given[0]))]
        : [channels, height + total(given[0]), width + total(given[1] ?? given[0])];
    if (shape.some((extent) => extent < 1)) return node.wrong('less: it leaves nothing of the image');
    return fromImage(layer, build.layer('copy', name, { shape }, [image], place), rank);
  };

/** UpSampling: bilinear takes three interpolations between two neighbours, 3 FLOP each. */
export function upSampling(layer: KerasLayer): KerasTensor {
  const { build, config, name, place } = layer;
  const input = only(layer);
  const rank = input.sample.length;
  const image = asImage(layer, input);
  const [, channels = 1, height = 1, width = 1] = image.shape;
  const [down, across] = pair(config.get('size'), rank, [2]);
  const nearest = config.get('interpolation').text('nearest') === 'nearest';
  const fields = { shape: [channels, height * down, width * across], flopPerElement: nearest ? 0 : 9 };
  return fromImage(layer, build.layer('copy', name, fields, [image], place), rank);
}
