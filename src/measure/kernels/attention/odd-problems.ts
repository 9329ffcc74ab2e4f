import type { Problem } from '../kernel.ts';

/** batch, heads, kvHeads, queries, keys, headDim, causal, packed. */
type Row = readonly [number, number, number, number, number, number, number, number];
const problem = ([batch, heads, kvHeads, queries, keys, headDim, causal, packed]: Row): Problem => ({
  batch,
  heads,
  kvHeads,
  queries,
  keys,
  headDim,
  causal,
  packed,
});

/**
 * Few, with every edge: one of everything; rows that start on whole vec4s and that do not; past a tile of 32 on each axis; heads that
 * share keys; more keys than queries, as with a cache; causal and packed, and both; a head of one vec4 more than a tile.
 */
const problems: readonly Problem[] = (
  [
    [1, 1, 1, 1, 1, 1, 0, 0],
    [1, 1, 1, 1, 7, 4, 1, 0],
    [2, 2, 2, 7, 33, 5, 0, 0],
    [1, 4, 2, 33, 36, 8, 1, 0],
    [2, 3, 1, 9, 9, 12, 1, 1],
    [1, 2, 2, 35, 35, 7, 0, 1],
    [1, 1, 1, 65, 65, 36, 1, 0],
  ] as const
).map(problem);
/**
 * A software adapter takes seconds to compile barriers: past a tile of each axis and of the head, once with rows on whole vec4s, once
 * without, packed, causal and with shared keys.
 */
const fewer = (
  [
    [1, 2, 2, 33, 65, 36, 0, 0],
    [1, 2, 1, 35, 35, 37, 1, 1],
  ] as const
).map(problem);
/** One query past a workgroup of flash. */
const pastGroup = problem([1, 2, 1, 257, 258, 3, 1, 0]);

export const oddAttention: Readonly<Record<string, readonly Problem[]>> = {
  'attention/scores': problems,
  'attention/softmax': problems,
  'attention/softmax-serial': problems,
  'attention/values': problems,
  'attention/flash-tiled': fewer,
  'attention/flash': [...problems, pastGroup],
};
