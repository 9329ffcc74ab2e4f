import { bytes, flops } from '#core/units.ts';
import type { KernelCost } from '#model/analysis/kernel-cost.ts';
import { SOFTMAX_FLOP } from '#model/workload/op-cost.ts';
import type { Loop } from '../access/residues.ts';
import { ELEMENT, Tally } from '../access/tally.ts';
import type { AccessWidths } from '../kernel.ts';
import { pieces } from '../matmul/cost.ts';
import { seenScores } from './flash-cost.ts';
import { keyLoops, outputLoops, queryLoops } from './product-loops.ts';
import { type AttentionSizes, keyElementsOf, layoutOf, outputsOf, seenBy } from './sizes.ts';

/** Queries of a workgroup, keys of a step, and elements of a head that are loaded at a time. */
export const TILE = 32;
/** Invocations along each side of the workgroup. */
export const SIDE = 8;
const INVOCATIONS = SIDE * SIDE;
const VECTOR = 4;

/** Workgroups along the queries that go through equally many keys: how many, from which query on, how many queries in each. */
interface Tiles {
  readonly first: number;
  readonly count: number;
  readonly extent: number;
  /** Keys that the last of its queries sees. */
  readonly seen: number;
}

function tilesOf(sizes: AttentionSizes): readonly Tiles[] {
  const { queries, keys, causal } = sizes;
  return pieces(queries, TILE).flatMap(({ first, count, extent }): Tiles[] =>
    causal
      ? Array.from({ length: count }, (_, i) => {
          const query = (first + i) * TILE;
          return { first: query, count: 1, extent, seen: seenBy(sizes, query + extent - 1) };
        })
      : [{ first: first * TILE, count, extent, seen: keys }],
  );
}

/** Loads of `extent` rows of a tile, 64 neighbouring vec4s at a time, element by element where rows do not start on whole ones. */
function addTile(
  tally: Tally,
  { headDim }: AttentionSizes,
  lanes: number,
  rows: { readonly extent: number; readonly token: number; readonly start: number; readonly loops: readonly Loop[] },
): void {
  const { extent, token, start, loops } = rows;
  const [width, parts] = headDim % VECTOR === 0 ? ([VECTOR, [0]] as const) : ([1, [0, 1, 2, 3]] as const);
  for (let chunk = 0; chunk < headDim; chunk += TILE)
    for (let from = 0; from < TILE * SIDE; from += lanes)
      for (const part of parts) {
        const offsets = Array.from({ length: lanes }, (_, lane) => from + lane)
          .map((i) => ({ row: Math.floor(i / SIDE), element: chunk + VECTOR * (i % SIDE) + part }))
          .filter(({ row, element }) => row < extent && element < headDim)
          .map(({ row, element }) => row * token + element);
        tally.add({ offsets, width, start, loops });
      }
}

/** O, element by element: each invocation four queries and the vec4s that are its own. */
function addOutputs(tally: Tally, sizes: AttentionSizes, lanes: number, { first, count, extent }: Tiles): void {
  const { heads, headDim } = sizes;
  const token = heads * headDim;
  const loops = [{ stride: TILE * token, count }, ...outputLoops(sizes)];
  for (let chunk = 0; chunk < headDim; chunk += TILE)
    for (let below = 0; below < VECTOR; below++)
      for (let part = 0; part < VECTOR; part++)
        for (let from = 0; from < INVOCATIONS; from += lanes) {
          const offsets = Array.from({ length: lanes }, (_, lane) => from + lane)
            .map((lane) => ({
              row: VECTOR * Math.floor(lane / SIDE) + below,
              element: chunk + VECTOR * (lane % SIDE) + part,
            }))
            .filter(({ row, element }) => row < extent && element < headDim)
            .map(({ row, element }) => row * token + element);
          tally.add({ offsets, width: 1, start: first * token, loops });
        }
}

/** Cost of flash attention in tiles: Q again for every step along the keys, K and V for every workgroup. */
export function flashTiledCost(sizes: AttentionSizes, widths: AccessWidths): KernelCost {
  const { batch, heads, keys, headDim } = sizes;
  const { qToken, kvToken, kOffset, vOffset } = layoutOf(sizes);
  const tally = new Tally(widths);
  const lanes = Math.min(widths.subgroupWidth, INVOCATIONS);
  let keysOfGroups = 0;
  for (const tiles of tilesOf(sizes)) {
    const { first, count, extent, seen } = tiles;
    const steps = Math.ceil(seen / TILE);
    const touched = Math.min(keys, steps * TILE);
    keysOfGroups += count * touched;
    addTile(tally, sizes, lanes, {
      extent,
      token: qToken,
      start: first * qToken,
      loops: [{ stride: TILE * qToken, count }, { stride: 0, count: steps }, ...queryLoops(sizes)],
    });
    for (const step of pieces(touched, TILE))
      for (const offset of [kOffset, vOffset])
        addTile(tally, sizes, lanes, {
          extent: step.extent,
          token: kvToken,
          start: step.first * TILE * kvToken + offset,
          loops: [{ stride: TILE * kvToken, count: step.count }, { stride: 0, count }, ...keyLoops(sizes)],
        });
    addOutputs(tally, sizes, lanes, tiles);
  }
  return tally.cost({
    flop: flops((4 * headDim + SOFTMAX_FLOP) * seenScores(sizes)),
    tiled: bytes(ELEMENT * (2 * outputsOf(sizes) + 2 * batch * heads * headDim * keysOfGroups)),
    compulsory: bytes(ELEMENT * (2 * outputsOf(sizes) + 2 * keyElementsOf(sizes))),
  });
}
