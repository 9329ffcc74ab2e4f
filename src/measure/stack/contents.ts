import { fnv1a } from '#core/hash.ts';
import { seededRandom } from '#core/random.ts';
import type { ResolvedLayer, ResolvedStack, WeightTensor } from '#model/workload/layer.ts';
import { EPSILON } from '#model/workload/op-function.ts';
import { elementsOf } from '#model/workload/shape.ts';
import type { Tensor } from './program.ts';

// What stands in the weights and inputs of a stack that is run: random numbers, the same on every machine.

export type Content = NonNullable<Tensor['content']>;

/**
 * Values that are drawn one by one: what is longer repeats them, since a hundred million draws would keep a page from answering. A
 * prime, so that no row of a matrix is like another one.
 */
const DRAWN = 2 ** 20 - 3;

/** Uniform in [low, high), seeded by the key. */
export const uniform = (key: string, elements: number, low: number, high: number): Content => ({
  key: `${key} · ${elements}`,
  fill: () => {
    const random = seededRandom(fnv1a(key));
    const values = new Float32Array(elements);
    const drawn = Math.min(elements, DRAWN);
    for (let index = 0; index < drawn; index++) values[index] = low + (high - low) * random.next();
    for (let filled = drawn; filled < elements; filled *= 2) values.copyWithin(filled, 0, filled);
    return values;
  },
});

export const constant = (value: number, elements: number): Content => ({
  key: `constant ${value} · ${elements}`,
  fill: () => new Float32Array(elements).fill(value),
});

/** Half width of a uniform distribution with a variance of 1. */
const UNIT = Math.sqrt(3);

/**
 * Bounds that keep activations near 1 through many layers: products by the inputs that they sum (LeCun 1998), convolutions with the
 * factor for the halves that a ReLU takes (He 2015); scales of normalisations under 1, so that residual branches add up slowly,
 * and shifts, so that nothing dies out.
 */
function boundsOf({ name, shape }: WeightTensor, op: string | undefined): readonly [low: number, high: number] {
  if (name === 'running_var') return [0.5, 1.5];
  if (name === 'running_mean' || name === 'bias') return [-0.1, 0.1];
  if (name !== 'weight' || op === 'gather') return [-UNIT, UNIT];
  if (shape.length === 1) return [0.5, 1];
  const summed = elementsOf(shape.slice(1));
  const reach = UNIT * Math.sqrt((op === 'convolution' ? 2 : 1) / summed);
  return [-reach, reach];
}

/** Of a layer's own weight. */
export function weightContent({ path, ops }: ResolvedLayer, weight: WeightTensor): Content {
  const [low, high] = boundsOf(weight, ops[0]?.op);
  return uniform(`weight ${path} ${weight.name}`, elementsOf(weight.shape), low, high);
}

/** In place of activations that nothing makes here: a stack's input, a layer that is skipped, a KV cache. */
export const seededActivation = (name: string, elements: number): Content =>
  uniform(`activation ${name}`, elements, -UNIT, UNIT);

/** Token ids that every table of the stack has, as the bits of u32. */
export function tokenIds({ layers }: ResolvedStack, elements: number): Content {
  const tables = layers.flatMap(({ ops }) => ops.flatMap((op) => (op.op === 'gather' ? [op.tableRows] : [])));
  const rows = Math.min(2 ** 24, ...tables);
  return {
    key: `token ids below ${rows} · ${elements}`,
    fill: () => {
      const random = seededRandom(rows);
      return new Float32Array(Uint32Array.from({ length: elements }, () => random.integer(rows)).buffer);
    },
  };
}

/** A bias b and a batch norm that follow a product z, as one multiply-add: γ/√(σ² + ε) · (z + b − μ) + β. */
export interface Affine {
  readonly channels: number;
  readonly bias: Content | null;
  readonly norm: {
    readonly weight: Content | null;
    readonly bias: Content | null;
    readonly mean: Content;
    readonly variance: Content;
  } | null;
}

const valuesOf = (content: Content | null, elements: number, usual: number): Float32Array =>
  content?.fill() ?? new Float32Array(elements).fill(usual);

function scaleOf({ channels, norm }: Affine): Float64Array {
  if (norm === null) return new Float64Array(channels).fill(1);
  const gamma = valuesOf(norm.weight, channels, 1);
  const variance = norm.variance.fill();
  return Float64Array.from(gamma, (value, channel) => value / Math.sqrt((variance[channel] ?? 1) + EPSILON));
}

const named = (contents: readonly (Content | null)[]): string => contents.map((one) => one?.key ?? '–').join(' + ');

/** Factor and summand of each channel. */
export function scaleAndShift(affine: Affine): { readonly scale: Content; readonly shift: Content } {
  const { channels, bias, norm } = affine;
  if (norm === null) return { scale: constant(1, channels), shift: bias ?? constant(0, channels) };
  return {
    scale: {
      key: `scale of ${named([norm.weight, norm.variance])}`,
      fill: () => Float32Array.from(scaleOf(affine)),
    },
    shift: {
      key: `shift of ${named([bias, norm.weight, norm.bias, norm.mean, norm.variance])}`,
      fill: () => {
        const scale = scaleOf(affine);
        const before = valuesOf(bias, channels, 0);
        const mean = norm.mean.fill();
        const after = valuesOf(norm.bias, channels, 0);
        return Float32Array.from(
          scale,
          (factor, channel) => factor * ((before[channel] ?? 0) - (mean[channel] ?? 0)) + (after[channel] ?? 0),
        );
      },
    },
  };
}
