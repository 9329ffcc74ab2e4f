import { unwrap } from '#core/result.ts';
import type { ResolvedStack } from '../workload/layer.ts';
import { resolveStack } from '../workload/resolve.ts';
import type { TrainingSettings } from './memory.ts';
import type { Transformer } from './transformer.ts';

export interface Made extends Transformer {
  readonly kvHeads?: number;
  readonly algorithm?: 'standard' | 'fused';
  readonly keepCache?: boolean;
}

/** GPT's layers alone, without embedding and head: queries, keys and values by three products, four times as wide between. */
export function transformerStack({
  hidden,
  layers,
  heads,
  sequence,
  batch,
  kvHeads = heads,
  algorithm = 'standard',
  keepCache = false,
}: Made): ResolvedStack {
  const headDim = hidden / heads;
  const linear = (name: string, outFeatures: number, input?: string) => ({
    name,
    kind: 'linear',
    fields: { outFeatures },
    ...(input !== undefined && { inputs: [input] }),
  });
  const block = [
    { name: 'ln_1', kind: 'layer-norm', fields: {} },
    linear('query', hidden, 'ln_1'),
    linear('key', kvHeads * headDim, 'ln_1'),
    linear('value', kvHeads * headDim, 'ln_1'),
    {
      name: 'attention',
      kind: 'attention',
      fields: { heads, kvHeads, causal: true, algorithm, keepCache },
      inputs: ['query', 'key', 'value'],
    },
    linear('out', hidden),
    { name: 'add_1', kind: 'add', fields: {}, inputs: ['out', '@block'] },
    { name: 'ln_2', kind: 'layer-norm', fields: {} },
    linear('up', 4 * hidden),
    { name: 'gelu', kind: 'activation', fields: { function: 'gelu' } },
    linear('down', hidden),
    { name: 'add_2', kind: 'add', fields: {}, inputs: ['down', 'add_1'] },
  ];
  const stack = {
    id: 'made',
    name: 'Made by hand',
    input: { shape: [sequence, hidden] },
    layers: [{ name: 'h', kind: 'repeat' as const, times: layers, layers: block }],
  };
  return unwrap(resolveStack(stack, batch));
}

/** One device, mixed-precision AdamW as ZeRO counts it. */
export const PLAIN: TrainingSettings = {
  optimizer: 'adamw',
  precision: 'mixed',
  zero: 0,
  convention: 'zero',
  offload: 'none',
  devices: 1,
  tensor: 1,
  pipeline: 1,
  sequenceParallel: false,
  microbatches: 1,
  recompute: 'none',
  dropout: true,
  lora: null,
  link: null,
};
