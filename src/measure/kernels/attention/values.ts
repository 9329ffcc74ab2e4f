import { bytes, flops } from '#core/units.ts';
import source from '#shaders/attention/values.wgsl?raw';
import { ELEMENT } from '../access/tally.ts';
import type { Kernel } from '../kernel.ts';
import { type TileAccess, tallyTiles } from '../matmul/cost.ts';
import { keyLoops, outputLoops, scoreLoops } from './product-loops.ts';
import {
  ALL_SIZES,
  type AttentionSizes,
  attentionMisfit,
  attentionSizes,
  attentionSpecs,
  keyElementsOf,
  layoutOf,
  outputsOf,
  padded,
  scoresOf,
} from './sizes.ts';
import { valuesReference } from './values-reference.ts';

const SIDE = 8;
const TILE = { rows: 4 * SIDE, columns: 4 * SIDE, depth: 4 };
const PARTS = [0, 1, 2, 3] as const;

function accesses(sizes: AttentionSizes): readonly TileAccess[] {
  const { heads, keys, headDim } = sizes;
  const { kvToken, vOffset } = layoutOf(sizes);
  const token = heads * headDim;
  const row = (lane: number) => 4 * Math.floor(lane / SIDE);
  const column = (lane: number) => lane % SIDE;
  const [width, steps] = keys % 4 === 0 ? ([4, [0]] as const) : ([1, PARTS] as const);
  const active = (lane: number, { rows, columns, depth }: typeof TILE, step: number) =>
    row(lane) < rows && column(lane) < columns && step < depth;
  // Past the last query and element they are read again.
  const weights = steps.flatMap((step) =>
    PARTS.map(
      (part): TileAccess => ({
        width,
        offset: (lane, extent) =>
          active(lane, extent, step) ? Math.min(row(lane) + part, extent.rows - 1) * keys + step : null,
        step: { rows: TILE.rows * keys, columns: 0, depth: TILE.depth },
        products: scoreLoops(sizes),
      }),
    ),
  );
  const values = PARTS.flatMap((step) =>
    PARTS.map(
      (part): TileAccess => ({
        width: 1,
        offset: (lane, extent) =>
          active(lane, extent, step)
            ? step * kvToken + vOffset + Math.min(column(lane) + SIDE * part, extent.columns - 1)
            : null,
        step: { rows: 0, columns: TILE.columns, depth: TILE.depth * kvToken },
        products: keyLoops(sizes),
      }),
    ),
  );
  const stores = PARTS.flatMap((below) =>
    PARTS.map(
      (beside): TileAccess => ({
        width: 1,
        offset: (lane, extent) => {
          const [query, element] = [row(lane) + below, column(lane) + SIDE * beside];
          return query < extent.rows && element < extent.columns ? query * token + element : null;
        },
        step: { rows: TILE.rows * token, columns: TILE.columns },
        products: outputLoops(sizes),
      }),
    ),
  );
  return [...weights, ...values, ...stores];
}

export const attentionValues = Object.freeze<Kernel>({
  id: 'attention/values',
  family: 'attention',
  title: 'Attention, weighted values',
  teaches:
    'The last of three kernels of standard attention: the probabilities come back from memory, once more as many as there were scores, to weigh the values.',
  source,
  entryPoint: 'main',
  sizes: attentionSpecs(ALL_SIZES),
  misfit: attentionMisfit,
  bindings: [
    { name: 'p', access: 'read', elements: (problem) => padded(scoresOf(attentionSizes(problem))) },
    { name: 'v', access: 'read', elements: (problem) => layoutOf(attentionSizes(problem)).kvElements },
    { name: 'o', access: 'write', elements: (problem) => outputsOf(attentionSizes(problem)) },
  ],
  workgroup: [SIDE, SIDE, 1],
  overrides: (problem) => {
    const sizes = attentionSizes(problem);
    const { kvToken, vOffset } = layoutOf(sizes);
    return {
      HEADS: sizes.heads,
      KV_HEADS: sizes.kvHeads,
      QUERIES: sizes.queries,
      KEYS: sizes.keys,
      HEAD_DIM: sizes.headDim,
      V_TOKEN: kvToken,
      V_OFFSET: vOffset,
    };
  },
  lengths: (problem) => {
    const sizes = attentionSizes(problem);
    return {
      P_LENGTH: padded(scoresOf(sizes)) / 4,
      V_LENGTH: layoutOf(sizes).kvElements,
      O_LENGTH: outputsOf(sizes),
    };
  },
  workgroups: (problem) => {
    const { batch, heads, queries, headDim } = attentionSizes(problem);
    return [Math.ceil(headDim / TILE.columns), Math.ceil(queries / TILE.rows), batch * heads];
  },
  // Causal or not, every probability is read, as the model counts standard attention.
  cost: (problem, widths) => {
    const sizes = attentionSizes(problem);
    const { batch, heads, queries, keys, headDim } = sizes;
    const product = { m: queries, n: headDim, k: keys };
    const scores = scoresOf(sizes);
    const acrossTiles = Math.ceil(headDim / TILE.columns);
    const valuesRead = batch * heads * keys * headDim * Math.ceil(queries / TILE.rows);
    return tallyTiles(product, TILE, SIDE * SIDE, accesses(sizes), widths).cost({
      flop: flops(2 * headDim * scores),
      tiled: bytes(ELEMENT * (scores * acrossTiles + valuesRead + outputsOf(sizes))),
      compulsory: bytes(ELEMENT * (scores + keyElementsOf(sizes) + outputsOf(sizes))),
    });
  },
  reference: (problem, [p, v]) => {
    if (!p || !v) throw new Error('attention/values needs probabilities and values');
    return valuesReference(attentionSizes(problem), p, v);
  },
});
