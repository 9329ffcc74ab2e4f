import type { Loop } from '../access/residues.ts';
import { type AttentionSizes, layoutOf } from './sizes.ts';

// How the elements of every (batch, head) lie that a kernel goes through, as loops over addresses.

/** Of Q: each head of queries. */
export function queryLoops(sizes: AttentionSizes): readonly Loop[] {
  const { batch, heads, queries, headDim } = sizes;
  return [
    { stride: queries * layoutOf(sizes).qToken, count: batch },
    { stride: headDim, count: heads },
  ];
}

/** Of O, which is never packed. */
export const outputLoops = (sizes: AttentionSizes): readonly Loop[] => queryLoops({ ...sizes, packed: false });

/** Of K and V: each head of queries reads those of its group. */
export function keyLoops(sizes: AttentionSizes): readonly Loop[] {
  const { batch, heads, kvHeads, keys, headDim } = sizes;
  return [
    { stride: keys * layoutOf(sizes).kvToken, count: batch },
    { stride: headDim, count: kvHeads },
    { stride: 0, count: heads / kvHeads },
  ];
}

/** Of scores and probabilities. */
export const scoreLoops = ({ batch, heads, queries, keys }: AttentionSizes): readonly Loop[] => [
  { stride: queries * keys, count: batch * heads },
];
