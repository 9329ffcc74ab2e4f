import source from '#shaders/attention/flash.wgsl?raw';
import tiledSource from '#shaders/attention/flash-tiled.wgsl?raw';
import type { AccessWidths, Kernel, Problem } from '../kernel.ts';
import { BLOCK, flashCost, INVOCATIONS } from './flash-cost.ts';
import { flashReference } from './flash-reference.ts';
import { flashTiledCost, SIDE, TILE } from './flash-tiled-cost.ts';
import {
  ALL_SIZES,
  type AttentionSizes,
  attentionMisfit,
  attentionSizes,
  attentionSpecs,
  layoutOf,
  outputsOf,
  padded,
} from './sizes.ts';

interface FlashVariant extends Pick<Kernel, 'id' | 'title' | 'teaches' | 'source' | 'workgroup' | 'workgroupBytes'> {
  /** Queries of a workgroup. */
  readonly queriesOfGroup: number;
  /** Whether Q is bound as vec4f. */
  readonly vectors: boolean;
  readonly costOf: (sizes: AttentionSizes, widths: AccessWidths) => ReturnType<Kernel['cost']>;
}

/** O = softmax(Q·Kᵀ/√d)·V in one program. */
function flashKernel({ queriesOfGroup, vectors, costOf, ...text }: FlashVariant): Kernel {
  const elementsOfQ = (problem: Problem) => {
    const { qElements } = layoutOf(attentionSizes(problem));
    return vectors ? padded(qElements) : qElements;
  };
  const elementsOfKeys = (problem: Problem) => padded(layoutOf(attentionSizes(problem)).kvElements);
  return Object.freeze<Kernel>({
    ...text,
    family: 'attention',
    entryPoint: 'main',
    sizes: attentionSpecs(ALL_SIZES),
    misfit: attentionMisfit,
    bindings: [
      { name: 'q', access: 'read', elements: elementsOfQ },
      { name: 'k', access: 'read', elements: elementsOfKeys },
      { name: 'v', access: 'read', elements: elementsOfKeys },
      { name: 'o', access: 'write', elements: (problem) => outputsOf(attentionSizes(problem)) },
    ],
    overrides: (problem) => {
      const sizes = attentionSizes(problem);
      const { qToken, kvToken, kOffset, vOffset } = layoutOf(sizes);
      return {
        HEADS: sizes.heads,
        KV_HEADS: sizes.kvHeads,
        QUERIES: sizes.queries,
        KEYS: sizes.keys,
        CAUSAL: sizes.causal ? 1 : 0,
        Q_TOKEN: qToken,
        K_TOKEN: kvToken,
        K_OFFSET: kOffset,
        V_OFFSET: vOffset,
        SCALE: 1 / Math.sqrt(sizes.headDim),
      };
    },
    // The head dimension sizes private arrays, which WGSL does not let an override do.
    lengths: (problem) => {
      const sizes = attentionSizes(problem);
      return {
        HEAD_DIM: sizes.headDim,
        ...(vectors ? { CHUNKS: Math.ceil(sizes.headDim / TILE) } : { HEAD_VECTORS: Math.ceil(sizes.headDim / 4) }),
        Q_LENGTH: elementsOfQ(problem) / (vectors ? 4 : 1),
        K_LENGTH: elementsOfKeys(problem) / 4,
        V_LENGTH: elementsOfKeys(problem) / 4,
        O_LENGTH: outputsOf(sizes),
      };
    },
    workgroups: (problem) => {
      const { batch, heads, queries } = attentionSizes(problem);
      return [Math.ceil(queries / queriesOfGroup), heads, batch];
    },
    cost: (problem, widths) => costOf(attentionSizes(problem), widths),
    reference: (problem, [q, k, v]) => {
      if (!q || !k || !v) throw new Error(`${text.id} needs queries, keys and values`);
      return flashReference(attentionSizes(problem), q, k, v);
    },
  });
}

export const flash = flashKernel({
  id: 'attention/flash',
  title: 'Flash attention',
  teaches:
    'All of attention in one kernel: scores live in registers only, and the softmax is mended as larger scores come, so that memory sees queries, keys, values and outputs, and no square of the sequence length.',
  source,
  workgroup: [INVOCATIONS, 1, 1],
  queriesOfGroup: BLOCK * INVOCATIONS,
  vectors: false,
  costOf: flashCost,
});

export const flashTiled = flashKernel({
  id: 'attention/flash-tiled',
  title: 'Flash attention, tiles in workgroup memory',
  teaches:
    'Flash attention as GPUs like it: 64 invocations share each block of keys and values in workgroup memory, and eight of them each row of scores, so that few registers and many workgroups do what one invocation did alone.',
  source: tiledSource,
  workgroup: [SIDE, SIDE, 1],
  // Three tiles of 32 rows of nine vec4s, and what eight invocations found of 32 rows.
  workgroupBytes: 16 * 3 * TILE * 9 + 4 * TILE * SIDE,
  queriesOfGroup: TILE,
  vectors: true,
  costOf: flashTiledCost,
});
