import type { Layer, StackItem } from '../../layer.ts';
import { add, layer, linear, repeat } from '../../presets/parts.ts';
import { type ImportOptions, refuse } from '../imported.ts';
import type { JsonNode } from '../json-node.ts';
import {
  activationOf,
  blocks,
  type Configured,
  headDimOf,
  heads,
  lastToken,
  size,
  stackName,
  type Tokens,
  tokensOf,
} from './config.ts';
import { gatedNetwork, type Mixture, mixtureLayers, mixtureOf, sparseBlocks } from './mixture.ts';

/** In what the families of Llama's kind differ, beside their sizes. */
export interface Family {
  readonly title: string;
  /** Of query, key and value where the file does not say. */
  readonly qkvBias: boolean;
  /** Of the projection after attention: as of query, key and value, or never. */
  readonly outBias: 'as qkv' | 'never';
  /** Query and key are normalised head by head (Qwen3, Gemma 3) or whole (OLMoE). */
  readonly queryNorm: 'none' | 'head' | 'whole';
  /** Norms after attention and network as well, before their additions (Gemma 2 and 3). */
  readonly sandwich: boolean;
  readonly tied: boolean;
  readonly act: string;
  /** 0: width over heads. */
  readonly headDim: number;
  readonly usesWindow: boolean;
}

interface Block {
  readonly family: Family;
  readonly width: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly qkvBias: boolean;
  readonly outBias: boolean;
  readonly mlpBias: boolean;
  readonly hidden: number;
  readonly act: string;
  readonly tokens: Tokens;
}

/** A norm of each head is one over the head dimension: the same elements under another shape, there and back. */
function normed(block: Block, part: 'q' | 'k', count: number): readonly Layer[] {
  const { family, headDim, tokens } = block;
  const at = `self_attn.${part}`;
  if (family.queryNorm === 'none') return [];
  if (family.queryNorm === 'whole') return [layer('rms-norm', `${at}_norm`)];
  return [
    layer('reshape', `${at}_heads`, { shape: [tokens.tokens, count, headDim] }),
    layer('rms-norm', `${at}_norm`),
    layer('reshape', `${at}_whole`, { shape: [tokens.tokens, count * headDim] }),
  ];
}

function attention(block: Block, input: string): readonly Layer[] {
  const { heads: count, kvHeads, headDim, qkvBias, outBias, width, tokens } = block;
  const turned = (part: 'q' | 'k', of: number) => [
    linear(`self_attn.${part}_proj`, of * headDim, { bias: qkvBias }, [input]),
    ...normed(block, part, of),
    layer('rotary', `self_attn.${part}_rotary`, { headDim }),
  ];
  return [
    ...turned('q', count),
    ...turned('k', kvHeads),
    linear('self_attn.v_proj', kvHeads * headDim, { bias: qkvBias }, [input]),
    layer(
      'attention',
      'self_attn',
      { heads: count, kvHeads, headDim, causal: true, keepCache: true, cachedKeys: tokens.cachedKeys },
      ['self_attn.q_rotary', 'self_attn.k_rotary', 'self_attn.v_proj'],
    ),
    linear('self_attn.o_proj', width, { bias: outBias }),
  ];
}

function blockLayers(block: Block, mixture: Mixture | null): readonly Layer[] {
  const { family, hidden, width, act, mlpBias } = block;
  const before = family.sandwich ? 'pre_feedforward_layernorm' : 'post_attention_layernorm';
  const network =
    mixture === null
      ? gatedNetwork('mlp', before, hidden, width, act, mlpBias)
      : mixtureLayers(mixture, before, width, act);
  const given = mixture === null ? 'mlp.down_proj' : 'mlp.out';
  return [
    layer('rms-norm', 'input_layernorm'),
    ...attention(block, 'input_layernorm'),
    ...(family.sandwich ? [layer('rms-norm', 'post_attention_layernorm')] : []),
    add('add_1', family.sandwich ? 'post_attention_layernorm' : 'self_attn.o_proj', '@block'),
    layer('rms-norm', before),
    ...network,
    ...(family.sandwich ? [layer('rms-norm', 'post_feedforward_layernorm')] : []),
    add('add_2', family.sandwich ? 'post_feedforward_layernorm' : given, 'add_1'),
  ];
}

/** Blocks that are alike and follow each other, as repeat groups. */
function blockGroups(
  sparse: readonly boolean[],
  layersOf: (sparse: boolean) => readonly Layer[],
): readonly StackItem[] {
  const groups: StackItem[] = [];
  for (let start = 0; start < sparse.length; ) {
    let end = start + 1;
    while (end < sparse.length && sparse[end] === sparse[start]) end++;
    const whole = start === 0 && end === sparse.length;
    const name = whole ? 'layers' : end - start === 1 ? `layers.${start}` : `layers.${start}-${end - 1}`;
    groups.push(repeat(name, end - start, layersOf(sparse[start] ?? false)));
    start = end;
  }
  return groups;
}

function windowWarning(config: JsonNode, family: Family, { tokens, cachedKeys }: Tokens): readonly string[] {
  const window = config.get('sliding_window');
  if (!family.usesWindow || !window.given || config.get('use_sliding_window').value === false) return [];
  const keys = window.integer(undefined, { max: 2 ** 31 });
  return tokens + cachedKeys > keys
    ? [
        `Attention slides a window of ${keys.toLocaleString('en')} keys: its work and cache are counted over all ${(tokens + cachedKeys).toLocaleString('en')}.`,
      ]
    : [];
}

/** Llama and its kind: RMS norms, rotary positions, grouped heads, a gated network or a mixture of them. */
export function decoder(config: JsonNode, options: ImportOptions, family: Family): Configured {
  const width = size(config.get('hidden_size'));
  const headsNode = config.get('num_attention_heads');
  const count = heads(headsNode);
  const kvNode = config.get('num_key_value_heads');
  const kvHeads = heads(kvNode, count);
  if (count % kvHeads !== 0)
    refuse(kvNode.path, `is ${kvHeads}, which does not divide ${count} heads; give a number that does`);
  const given = config.get('head_dim');
  const headDim = given.given
    ? given.integer(undefined, { max: 65_536 })
    : family.headDim || headDimOf(headsNode, width, count);
  if (headDim % 2 !== 0) refuse(given.path, `is ${headDim}; rotary positions turn pairs, so give an even number`);
  const layersNode = config.get('num_hidden_layers');
  const layerCount = blocks(layersNode);
  const vocabulary = size(config.get('vocab_size'));
  const tied = config.get('tie_word_embeddings').boolean(family.tied);
  const qkvBias = config.get('attention_bias').boolean(family.qkvBias);
  const hidden = size(config.get('intermediate_size'), config.get('moe_intermediate_size').given ? 1 : undefined);
  const positions = size(config.get('max_position_embeddings'), 2048);
  const tokens = tokensOf(options, Math.min(positions, 2048));
  const mixture = mixtureOf(config, hidden);
  const block: Block = {
    family,
    width,
    heads: count,
    kvHeads,
    headDim,
    qkvBias,
    outBias: family.outBias === 'as qkv' && qkvBias,
    mlpBias: config.get('mlp_bias').boolean(false),
    hidden,
    act: activationOf(config.any('hidden_activation', 'hidden_act'), family.act),
    tokens,
  };
  const sparse = mixture === null ? Array.from({ length: layerCount }, () => false) : sparseBlocks(config, layerCount);
  return {
    stack: {
      id: 'imported',
      name: stackName(config, family.title),
      input: { shape: [tokens.tokens], indices: true },
      layers: [
        layer('embedding', 'embed_tokens', { vocabulary, features: width }),
        ...blockGroups(sparse, (holds) => blockLayers(block, holds ? mixture : null)),
        layer('rms-norm', 'norm'),
        lastToken(tokens),
        linear('lm_head', vocabulary, { bias: false, ...(tied && { tiedTo: 'embed_tokens' }) }),
      ],
    },
    warnings: windowWarning(config, family, tokens),
  };
}
