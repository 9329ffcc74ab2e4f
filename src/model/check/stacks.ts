import { unwrap } from '#core/result.ts';
import type { ResolvedLayer, ResolvedStack, Stack, StackItem } from '../workload/layer.ts';
import { stackPreset } from '../workload/presets/index.ts';
import { activation, add, layer, linear, repeat } from '../workload/presets/parts.ts';
import type { PresetSizes } from '../workload/presets/preset.ts';
import { resolveStack } from '../workload/resolve.ts';

/** A ready-made stack, as `analyze --stack` takes it. */
export function readyMade(id: string, sizes?: PresetSizes, batch = 1): ResolvedStack {
  const preset = stackPreset(id);
  if (!preset) throw new Error(`there is no ready-made stack ${id}`);
  return unwrap(resolveStack(preset.build(sizes), batch));
}

/** A stack of a few layers that a paper describes; the shape is of one sample. */
export const stackOf = (shape: readonly number[], layers: readonly StackItem[], batch = 1): ResolvedStack =>
  unwrap(resolveStack({ id: 'published', name: 'Published', input: { shape }, layers }, batch));

/** Its last layer. */
export function lastLayer({ layers }: ResolvedStack): ResolvedLayer {
  const layer = layers.at(-1);
  if (!layer) throw new Error('the stack has no layers');
  return layer;
}

/** A decoder as GPT-2 and GPT-3 are, by their shape. */
export interface Decoder {
  readonly hidden: number;
  readonly layers: number;
  readonly heads: number;
  /** Left out: as many as heads. */
  readonly kvHeads?: number;
  readonly sequence: number;
  readonly vocabulary: number;
  /** Left out: attention writes its scores, as it did before FlashAttention. */
  readonly algorithm?: 'standard' | 'fused';
}
/** Brown 2020, table 2.1, and the vocabulary and context that it takes from GPT-2. */
export const GPT3: Decoder = { hidden: 12_288, layers: 96, heads: 96, sequence: 2048, vocabulary: 50_257 };

/** The stack of such a decoder, its head on every token. */
export function decoder(shape: Decoder, batch = 1): ResolvedStack {
  const { hidden, layers, heads, kvHeads = heads, sequence, vocabulary, algorithm = 'standard' } = shape;
  const block = [
    layer('layer-norm', 'ln_1'),
    linear('attn.c_attn', hidden + (2 * kvHeads * hidden) / heads),
    layer('attention', 'attn', { heads, kvHeads, causal: true, algorithm }),
    linear('attn.c_proj', hidden),
    add('add_1', 'attn.c_proj', '@block'),
    layer('layer-norm', 'ln_2'),
    linear('mlp.c_fc', 4 * hidden),
    activation('mlp.act', 'gelu'),
    linear('mlp.c_proj', hidden),
    add('add_2', 'mlp.c_proj', 'add_1'),
  ];
  const stack: Stack = {
    id: 'decoder',
    name: 'Decoder',
    input: { shape: [sequence], indices: true },
    layers: [
      layer('embedding', 'wte', { vocabulary, features: hidden }),
      layer('learned-constant', 'wpe', { shape: [sequence, hidden] }),
      add('add', 'wte', 'wpe'),
      repeat('h', layers, block),
      layer('layer-norm', 'ln_f'),
      linear('lm_head', vocabulary, { bias: false, tiedTo: 'wte' }),
    ],
  };
  return unwrap(resolveStack(stack, batch));
}
