import source from '#shaders/attention/flash.wgsl?raw';
import type { Kernel } from '../kernel.ts';
import { BLOCK, flashCost, INVOCATIONS } from './flash-cost.ts';
import { flashReference } from './flash-reference.ts';
import { ALL_SIZES, attentionMisfit, attentionSizes, attentionSpecs, layoutOf, outputsOf, padded } from './sizes.ts';

export const flash = Object.freeze<Kernel>({
  id: 'attention/flash',
  family: 'attention',
  title: 'Flash attention',
  teaches:
    'All of attention in one kernel: scores live in registers only, and the softmax is mended as larger scores come, so that memory sees queries, keys, values and outputs, and no square of the sequence length.',
  source,
  entryPoint: 'main',
  sizes: attentionSpecs(ALL_SIZES),
  misfit: attentionMisfit,
  bindings: [
    { name: 'q', access: 'read', elements: (problem) => layoutOf(attentionSizes(problem)).qElements },
    { name: 'k', access: 'read', elements: (problem) => padded(layoutOf(attentionSizes(problem)).kvElements) },
    { name: 'v', access: 'read', elements: (problem) => padded(layoutOf(attentionSizes(problem)).kvElements) },
    { name: 'o', access: 'write', elements: (problem) => outputsOf(attentionSizes(problem)) },
  ],
  workgroup: [INVOCATIONS, 1, 1],
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
    const { qElements, kvElements } = layoutOf(sizes);
    const vectors = padded(kvElements) / 4;
    return {
      HEAD_DIM: sizes.headDim,
      HEAD_VECTORS: Math.ceil(sizes.headDim / 4),
      Q_LENGTH: qElements,
      K_LENGTH: vectors,
      V_LENGTH: vectors,
      O_LENGTH: outputsOf(sizes),
    };
  },
  workgroups: (problem) => {
    const { batch, heads, queries } = attentionSizes(problem);
    return [Math.ceil(queries / (BLOCK * INVOCATIONS)), heads, batch];
  },
  cost: (problem, widths) => flashCost(attentionSizes(problem), widths),
  reference: (problem, [q, k, v]) => {
    if (!q || !k || !v) throw new Error('attention/flash needs queries, keys and values');
    return flashReference(attentionSizes(problem), q, k, v);
  },
});
