import type { Stack } from '../layer.ts';
import { activation, add, layer, linear, multiply, repeat } from './parts.ts';
import type { StackPreset } from './preset.ts';

/** Grattafiori 2024, table 3, 8B. */
const WIDTH = 4096;
const HIDDEN = 14_336;
const HEADS = 32;
const KV_HEADS = 8;
const HEAD_DIM = WIDTH / HEADS;
const VOCABULARY = 128_256;
const LAYERS = 32;
/** Llama 3 was trained on 8,192 tokens and 3.1, with the same shapes, on 131,072. */
const tokensOption = { default: 2048, min: 1, max: 131_072 };

const bias = false;

const block = (cachedKeys: number) => [
  layer('rms-norm', 'input_layernorm'),
  linear('self_attn.q_proj', WIDTH, { bias }, ['input_layernorm']),
  layer('rotary', 'self_attn.q_rotary', { headDim: HEAD_DIM }),
  linear('self_attn.k_proj', KV_HEADS * HEAD_DIM, { bias }, ['input_layernorm']),
  layer('rotary', 'self_attn.k_rotary', { headDim: HEAD_DIM }),
  linear('self_attn.v_proj', KV_HEADS * HEAD_DIM, { bias }, ['input_layernorm']),
  layer(
    'attention',
    'self_attn',
    { heads: HEADS, kvHeads: KV_HEADS, headDim: HEAD_DIM, causal: true, keepCache: true, cachedKeys },
    ['self_attn.q_rotary', 'self_attn.k_rotary', 'self_attn.v_proj'],
  ),
  linear('self_attn.o_proj', WIDTH, { bias }),
  add('add_1', 'self_attn.o_proj', '@block'),
  layer('rms-norm', 'post_attention_layernorm'),
  linear('mlp.gate_proj', HIDDEN, { bias }, ['post_attention_layernorm']),
  activation('mlp.act', 'silu'),
  linear('mlp.up_proj', HIDDEN, { bias }, ['post_attention_layernorm']),
  multiply('mlp.multiply', 'mlp.act', 'mlp.up_proj'),
  linear('mlp.down_proj', WIDTH, { bias }),
  add('add_2', 'mlp.down_proj', 'add_1'),
];

/** `tokens` pass through together after `cachedKeys` earlier ones. */
const llama = (id: string, name: string, tokens: number, cachedKeys: number): Stack => ({
  id,
  name,
  input: { shape: [tokens], indices: true },
  layers: [
    layer('embedding', 'embed_tokens', { vocabulary: VOCABULARY, features: WIDTH }),
    repeat('layers', LAYERS, block(cachedKeys)),
    layer('rms-norm', 'norm'),
    layer('slice', 'last_token', { axis: 1, start: tokens - 1, length: 1 }),
    linear('lm_head', VOCABULARY, { bias }),
  ],
});

export const llama3Prefill: StackPreset = {
  id: 'llama3-8b-prefill',
  name: 'Llama 3 8B, prefill',
  describe:
    'Reads a prompt of 2,048 tokens by default and fills the KV cache; the LM head reads the last token (Grattafiori 2024).',
  options: { sequence: tokensOption },
  build: ({ sequence = tokensOption.default } = {}) => llama('llama3-8b-prefill', 'Llama 3 8B, prefill', sequence, 0),
};

export const llama3Decode: StackPreset = {
  id: 'llama3-8b-decode',
  name: 'Llama 3 8B, decode',
  describe:
    'Makes one token that attends to 2,048 keys by default, itself included: all but one come from the KV cache (Grattafiori 2024).',
  options: { context: tokensOption },
  build: ({ context = tokensOption.default } = {}) => llama('llama3-8b-decode', 'Llama 3 8B, decode', 1, context - 1),
};
