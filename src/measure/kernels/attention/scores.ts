import { bytes, flops } from '#core/units.ts';
import source from '#shaders/attention/scores.wgsl?raw';
import { ELEMENT } from '../access/tally.ts';
import type { Kernel } from '../kernel.ts';
import { type TileAccess, tallyTiles } from '../matmul/cost.ts';
import { keyLoops, queryLoops, scoreLoops } from './product-loops.ts';
import { scoresReference } from './scores-reference.ts';
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

const SIDE = 8;
const TILE = { rows: 4 * SIDE, columns: 4 * SIDE, depth: 4 };
const PARTS = [0, 1, 2, 3] as const;

function accesses(sizes: AttentionSizes): readonly TileAccess[] {
  const { keys, headDim } = sizes;
  const { qToken, kvToken, kOffset } = layoutOf(sizes);
  const row = (lane: number) => 4 * Math.floor(lane / SIDE);
  const column = (lane: number) => lane % SIDE;
  const [width, elements] = headDim % 4 === 0 ? ([4, [0]] as const) : ([1, PARTS] as const);
  const active = (lane: number, { rows, columns, depth }: typeof TILE, element: number) =>
    row(lane) < rows && column(lane) < columns && element < depth;
  return [
    // Past the last query and key they are read again.
    ...elements.flatMap((element) =>
      PARTS.flatMap((part): TileAccess[] => [
        {
          width,
          offset: (lane, extent) =>
            active(lane, extent, element) ? Math.min(row(lane) + part, extent.rows - 1) * qToken + element : null,
          step: { rows: TILE.rows * qToken, columns: 0, depth: TILE.depth },
          products: queryLoops(sizes),
        },
        {
          width,
          offset: (lane, extent) =>
            active(lane, extent, element)
              ? Math.min(column(lane) + SIDE * part, extent.columns - 1) * kvToken + kOffset + element
              : null,
          step: { rows: 0, columns: TILE.columns * kvToken, depth: TILE.depth },
          products: keyLoops(sizes),
        },
      ]),
    ),
    ...PARTS.flatMap((below) =>
      PARTS.map(
        (beside): TileAccess => ({
          width: 1,
          offset: (lane, extent) => {
            const [query, key] = [row(lane) + below, column(lane) + SIDE * beside];
            return query < extent.rows && key < extent.columns ? query * keys + key : null;
          },
          step: { rows: TILE.rows * keys, columns: TILE.columns },
          products: scoreLoops(sizes),
        }),
      ),
    ),
  ];
}

export const attentionScores = Object.freeze<Kernel>({
  id: 'attention/scores',
  family: 'attention',
  title: 'Attention scores',
  teaches:
    'The first of three kernels of standard attention: every query meets every key, and all the scores go to memory, more of them than of anything else.',
  source,
  entryPoint: 'main',
  sizes: attentionSpecs(ALL_SIZES),
  misfit: attentionMisfit,
  bindings: [
    { name: 'q', access: 'read', elements: (problem) => padded(layoutOf(attentionSizes(problem)).qElements) },
    { name: 'k', access: 'read', elements: (problem) => padded(layoutOf(attentionSizes(problem)).kvElements) },
    { name: 's', access: 'write', elements: (problem) => scoresOf(attentionSizes(problem)) },
  ],
  workgroup: [SIDE, SIDE, 1],
  overrides: (problem) => {
    const sizes = attentionSizes(problem);
    const { qToken, kvToken, kOffset } = layoutOf(sizes);
    return {
      HEADS: sizes.heads,
      KV_HEADS: sizes.kvHeads,
      QUERIES: sizes.queries,
      KEYS: sizes.keys,
      HEAD_DIM: sizes.headDim,
      CAUSAL: sizes.causal ? 1 : 0,
      Q_TOKEN: qToken,
      K_TOKEN: kvToken,
      K_OFFSET: kOffset,
      SCALE: 1 / Math.sqrt(sizes.headDim),
    };
  },
  lengths: (problem) => {
    const sizes = attentionSizes(problem);
    const { qElements, kvElements } = layoutOf(sizes);
    return { Q_LENGTH: padded(qElements) / 4, K_LENGTH: padded(kvElements) / 4, S_LENGTH: scoresOf(sizes) };
  },
  workgroups: (problem) => {
    const { batch, heads, queries, keys } = attentionSizes(problem);
    return [Math.ceil(keys / TILE.columns), Math.ceil(queries / TILE.rows), batch * heads];
  },
  // Causal or not, every score is computed, as the model counts standard attention.
  cost: (problem, widths) => {
    const sizes = attentionSizes(problem);
    const { batch, heads, queries, keys, headDim } = sizes;
    const product = { m: queries, n: keys, k: headDim };
    const scores = scoresOf(sizes);
    const perTile = queries * Math.ceil(keys / TILE.columns) + keys * Math.ceil(queries / TILE.rows);
    return tallyTiles(product, TILE, SIDE * SIDE, accesses(sizes), widths).cost({
      flop: flops(2 * headDim * scores),
      tiled: bytes(ELEMENT * (batch * heads * headDim * perTile + scores)),
      compulsory: bytes(ELEMENT * (outputsOf(sizes) + keyElementsOf(sizes) + scores)),
    });
  },
  reference: (problem, [q, k]) => {
    if (!q || !k) throw new Error('attention/scores needs queries and keys');
    return scoresReference(attentionSizes(problem), q, k);
  },
});
