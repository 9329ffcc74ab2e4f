import { bytes, flops } from '#core/units.ts';
import type { KernelCost } from '#model/analysis/kernel-cost.ts';
import { SOFTMAX_FLOP } from '#model/workload/op-cost.ts';
import type { Loop } from '../access/residues.ts';
import { ELEMENT, Tally } from '../access/tally.ts';
import type { AccessWidths } from '../kernel.ts';
import { keyLoops, outputLoops, queryLoops } from './product-loops.ts';
import { type AttentionSizes, keyElementsOf, layoutOf, outputsOf, seenBy } from './sizes.ts';

/** Queries of an invocation, and keys of a step. */
export const BLOCK = 4;
/** Invocations of a workgroup. */
export const INVOCATIONS = 64;

/** The last query of the invocation that starts at `query`. */
const lastOf = ({ queries }: AttentionSizes, query: number): number => Math.min(query + BLOCK, queries) - 1;
/** Steps along the keys of that invocation: until its last query sees no more. */
const stepsOf = (sizes: AttentionSizes, query: number): number =>
  Math.ceil(seenBy(sizes, lastOf(sizes, query)) / BLOCK);

/** Score by score what the queries see: a kernel that leaves out what causal attention masks is not credited with it. */
export function seenScores(sizes: AttentionSizes): number {
  const { batch, heads, queries, keys } = sizes;
  const ofHead = sizes.causal ? queries * (keys - queries) + (queries * (queries + 1)) / 2 : queries * keys;
  return batch * heads * ofHead;
}

/** Q once, element by element, and O: each invocation its four rows, adjacent invocations four rows apart. */
function addRows(tally: Tally, sizes: AttentionSizes, lanes: number): void {
  const { heads, queries, headDim } = sizes;
  const { qToken } = layoutOf(sizes);
  const oToken = heads * headDim;
  const ofSubgroup = BLOCK * lanes;
  const whole = Math.floor(queries / ofSubgroup);
  const elements: Loop = { stride: 1, count: headDim };
  for (const { first, count, active } of [
    { first: 0, count: whole, active: lanes },
    { first: whole * ofSubgroup, count: 1, active: Math.ceil((queries - whole * ofSubgroup) / BLOCK) },
  ])
    for (let part = 0; part < BLOCK; part++) {
      const rows = Array.from({ length: active }, (_, lane) => BLOCK * lane + part);
      const inside = queries - first;
      const load = (row: number) => Math.min(row, inside - 1) * qToken;
      const subgroups = (token: number): Loop => ({ stride: ofSubgroup * token, count });
      tally.add({
        offsets: rows.map(load),
        width: 1,
        start: first * qToken,
        loops: [elements, subgroups(qToken), ...queryLoops(sizes)],
      });
      tally.add({
        offsets: rows.filter((row) => row < inside).map((row) => row * oToken),
        width: 1,
        start: first * oToken,
        loops: [elements, subgroups(oToken), ...outputLoops(sizes)],
      });
    }
}

/** K and V: at each step all of a subgroup read one key, and then the next; those that are done ask for no more. */
function addKeys(tally: Tally, sizes: AttentionSizes, lanes: number): void {
  const { batch, heads, queries, keys, headDim } = sizes;
  const { kvToken, kOffset, vOffset } = layoutOf(sizes);
  const width = headDim % 4 === 0 ? 4 : 1;
  const elements: Loop = { stride: width, count: headDim / width };
  const subgroups = new Map<number, number>();
  let steps = 0;
  for (let first = 0; first < queries; first += BLOCK * lanes) {
    const last = Math.min(first + BLOCK * lanes, queries) - 1;
    const longest = stepsOf(sizes, last - (last % BLOCK));
    subgroups.set(longest, (subgroups.get(longest) ?? 0) + 1);
  }
  for (let query = 0; query < queries; query += BLOCK) steps += stepsOf(sizes, query);
  let counted = 0;
  for (const [longest, count] of subgroups) {
    counted += longest * count;
    // Past the last key it is read again.
    const inside = Math.min(longest * BLOCK, keys);
    const again = longest * BLOCK - inside;
    for (const start of [kOffset, vOffset]) {
      const loops = [elements, { stride: 0, count }, ...keyLoops(sizes)];
      tally.add({ offsets: [0], width, start, loops: [{ stride: kvToken, count: inside }, ...loops] });
      tally.add({
        offsets: [0],
        width,
        start: start + (keys - 1) * kvToken,
        loops: [{ stride: 0, count: again }, ...loops],
      });
    }
  }
  // One lane of each subgroup was counted so far.
  tally.requested += 2 * ELEMENT * headDim * BLOCK * (steps - counted) * batch * heads;
}

export function flashCost(sizes: AttentionSizes, widths: AccessWidths): KernelCost {
  const { batch, heads, queries, keys, headDim } = sizes;
  const tally = new Tally(widths);
  const lanes = Math.min(widths.subgroupWidth, INVOCATIONS);
  addRows(tally, sizes, lanes);
  addKeys(tally, sizes, lanes);
  let ofGroups = 0;
  for (let first = 0; first < queries; first += BLOCK * INVOCATIONS) {
    const last = Math.min(first + BLOCK * INVOCATIONS, queries) - 1;
    ofGroups += Math.min(keys, BLOCK * stepsOf(sizes, last - (last % BLOCK)));
  }
  return tally.cost({
    flop: flops((4 * headDim + SOFTMAX_FLOP) * seenScores(sizes)),
    tiled: bytes(ELEMENT * (2 * outputsOf(sizes) + 2 * batch * heads * headDim * ofGroups)),
    // Q, O, K and V once: what the model counts for fused attention in a memory large enough (attention-traffic.ts).
    compulsory: bytes(ELEMENT * (2 * outputsOf(sizes) + 2 * keyElementsOf(sizes))),
  });
}
