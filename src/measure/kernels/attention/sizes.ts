import type { Problem, SizeSpec } from '../kernel.ts';
import { sizeOf } from '../problem.ts';

/** Extents of attention, and where its tensors' elements lie. */
export interface AttentionSizes {
  readonly batch: number;
  readonly heads: number;
  /** Heads of keys and values; each is shared by heads / kvHeads heads of queries. */
  readonly kvHeads: number;
  readonly queries: number;
  readonly keys: number;
  readonly headDim: number;
  readonly causal: boolean;
  readonly packed: boolean;
}

const SPECS = {
  batch: { label: 'Batch', min: 1, max: 65_535, default: 1 },
  heads: { label: 'Heads of queries', min: 1, max: 65_535, default: 4 },
  kvHeads: { label: 'Heads of keys and values', min: 1, max: 65_535, default: 4 },
  queries: { label: 'Queries', min: 1, max: 262_144, default: 256 },
  keys: { label: 'Keys', min: 1, max: 262_144, default: 256 },
  headDim: { label: 'Head dimension', min: 1, max: 256, default: 64 },
  causal: { label: 'Causal, 0 or 1', min: 0, max: 1, default: 0 },
  packed: { label: 'One packed tensor, 0 or 1', min: 0, max: 1, default: 0 },
} as const;

/** Sizes of the kernels of attention, in the order in which forms show them. */
export const attentionSpecs = (keys: readonly (keyof typeof SPECS)[]): readonly SizeSpec[] =>
  keys.map((key) => ({ key, ...SPECS[key] }));
export const ALL_SIZES = Object.keys(SPECS) as readonly (keyof typeof SPECS)[];

export const attentionSizes = (problem: Problem): AttentionSizes => ({
  batch: sizeOf(problem, 'batch'),
  heads: sizeOf(problem, 'heads'),
  kvHeads: sizeOf(problem, 'kvHeads'),
  queries: sizeOf(problem, 'queries'),
  keys: sizeOf(problem, 'keys'),
  headDim: sizeOf(problem, 'headDim'),
  causal: sizeOf(problem, 'causal') === 1,
  packed: sizeOf(problem, 'packed') === 1,
});

/** Sizes that do not go together: a sentence, or null. */
export function attentionMisfit(problem: Problem): string | null {
  const { heads, kvHeads, queries, keys, causal, packed } = attentionSizes(problem);
  if (heads % kvHeads !== 0)
    return `Heads of keys and values must divide the ${heads} heads of queries; ${kvHeads} do not.`;
  if (causal && keys < queries)
    return `Causal attention needs as many keys as queries at least: with ${keys} for ${queries} the first query would see none.`;
  if (packed && keys !== queries)
    return `One packed tensor has a key for each query; ${queries} queries and ${keys} keys need tensors of their own.`;
  return null;
}

/** How many keys a query sees, from the first: the last query sees all. */
export const seenBy = ({ queries, keys, causal }: AttentionSizes, query: number): number =>
  causal ? query + 1 + keys - queries : keys;

/**
 * Elements from one token to the next, and from a token to its first key or value. A packed tensor holds of each token the queries
 * of all heads, then the keys, then the values; else Q is [batch, queries, heads, headDim], K and V [batch, keys, kvHeads, headDim].
 */
export interface AttentionLayout {
  readonly qToken: number;
  readonly kvToken: number;
  readonly kOffset: number;
  readonly vOffset: number;
  /** Elements of the tensors, of the whole packed one for each. */
  readonly qElements: number;
  readonly kvElements: number;
}

export function layoutOf({ batch, heads, kvHeads, queries, keys, headDim, packed }: AttentionSizes): AttentionLayout {
  const token = (heads + 2 * kvHeads) * headDim;
  if (packed)
    return {
      qToken: token,
      kvToken: token,
      kOffset: heads * headDim,
      vOffset: (heads + kvHeads) * headDim,
      qElements: batch * queries * token,
      kvElements: batch * keys * token,
    };
  const [qToken, kvToken] = [heads * headDim, kvHeads * headDim];
  return {
    qToken,
    kvToken,
    kOffset: 0,
    vOffset: 0,
    qElements: batch * queries * qToken,
    kvElements: batch * keys * kvToken,
  };
}

/** Scores of all heads: as many are probabilities. */
export const scoresOf = ({ batch, heads, queries, keys }: AttentionSizes): number => batch * heads * queries * keys;
/** Elements of Q, and of O. */
export const outputsOf = ({ batch, heads, queries, headDim }: AttentionSizes): number =>
  batch * heads * queries * headDim;
/** Elements of K, and of V. */
export const keyElementsOf = ({ batch, kvHeads, keys, headDim }: AttentionSizes): number =>
  batch * kvHeads * keys * headDim;

/** Whole vec4s. */
export const padded = (elements: number): number => 4 * Math.ceil(elements / 4);
