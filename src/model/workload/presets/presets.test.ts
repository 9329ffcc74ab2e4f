import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { resolveStack } from '../resolve.ts';
import { parseStack, stackToJson } from '../stack-schema.ts';
import { stackTotals } from '../totals.ts';
import { stackPreset, stackPresets } from './index.ts';
import type { PresetSizes } from './preset.ts';

function resolved(id: string, sizes?: PresetSizes, batch = 1) {
  const preset = stackPreset(id);
  if (!preset) throw new Error(`no preset ${id}`);
  return unwrap(resolveStack(preset.build(sizes), batch));
}
const totals = (id: string, sizes?: PresetSizes, batch = 1) => stackTotals(resolved(id, sizes, batch));

/** Tokens × (weights of a block) and both attention products of a transformer block. */
const blockMacs = (tokens: number, keys: number, weights: number, attentionWidth: number) =>
  tokens * weights + 2 * tokens * keys * attentionWidth;
const LLAMA_BLOCK = 2 * 4096 * 4096 + 2 * 4096 * 1024 + 3 * 4096 * 14_336;
const LLAMA_HEAD = 4096 * 128_256;

const counts: readonly [id: string, parameters: number, stored: number, macs: number][] = [
  ['mlp', 784 * 512 + 512 + 512 * 256 + 256 + 256 * 10 + 10, 535_818, 784 * 512 + 512 * 256 + 256 * 10],
  ['lenet5', 61_706, 61_706, 416_520],
  ['alexnet', 61_100_840, 61_100_840, 714_188_480],
  ['vgg16', 138_357_544, 138_357_544, 15_470_264_320],
  // torchvision state_dict: 25,610,205 elements, 53 of them num_batches_tracked.
  ['resnet50', 25_557_032, 25_610_152, 4_089_184_256],
  ['mobilenet-v2', 3_504_872, 3_538_984, 300_774_272],
  ['mobilenet-v3-large', 5_483_032, 5_507_432, 216_589_760],
  ['efficientnet-b0', 5_288_548, 5_330_564, 385_814_752],
  ['vit-b16', 86_567_656, 86_567_656, 115_605_504 + 12 * blockMacs(197, 197, 12 * 768 * 768, 768) + 768_000],
  ['bert-base', 109_482_240, 109_482_240, 12 * blockMacs(128, 128, 12 * 768 * 768, 768) + 768 * 768],
  ['gpt2', 124_439_808, 124_439_808, 12 * blockMacs(1024, 1024, 12 * 768 * 768, 768) + 768 * 50_257],
  ['llama3-8b-prefill', 8_030_261_248, 8_030_261_248, 32 * blockMacs(2048, 2048, LLAMA_BLOCK, 4096) + LLAMA_HEAD],
  ['llama3-8b-decode', 8_030_261_248, 8_030_261_248, 32 * blockMacs(1, 2048, LLAMA_BLOCK, 4096) + LLAMA_HEAD],
];

describe('ready-made stacks', () => {
  it('are all in the table', () => {
    expect(counts.map(([id]) => id)).toEqual(stackPresets.map((preset) => preset.id));
  });
  it.each(counts)('%s has the published counts', (id, parameters, stored, macs) => {
    expect(totals(id)).toMatchObject({ parameters, stored, macs });
  });
  it.each(stackPresets)('$id reads back from its own JSON', ({ build }) => {
    expect(parseStack(JSON.parse(JSON.stringify(stackToJson(build()))))).toEqual({ ok: true, value: build() });
  });
  it.each(stackPresets)('$id takes batches: MACs, FLOP and outputs grow with them and weights do not', ({ id }) => {
    const one = totals(id);
    const three = totals(id, undefined, 3);
    expect(three).toEqual({ ...one, macs: 3 * one.macs, flop: 3 * one.flop });
    expect(resolved(id, undefined, 3).layers.at(-1)?.outputElements).toBe(
      3 * (resolved(id).layers.at(-1)?.outputElements ?? 0),
    );
  });
  it.each(stackPresets)('$id resolves at the ends of its options', ({ options, build }) => {
    const { sequence, context } = options;
    for (const end of ['min', 'max'] as const) {
      const sizes = { ...(sequence && { sequence: sequence[end] }), ...(context && { context: context[end] }) };
      expect(resolveStack(build(sizes), 1).ok).toBe(true);
    }
  });
});

describe('language stacks', () => {
  const state = (id: string, sizes?: PresetSizes, batch?: number) =>
    resolved(id, sizes, batch).layers.reduce((sum, layer) => sum + layer.times * layer.stateElements, 0);

  it('take their length from --sequence', () => {
    expect(totals('bert-base', { sequence: 512 }).macs).toBe(12 * blockMacs(512, 512, 12 * 768 * 768, 768) + 768 * 768);
    expect(totals('bert-base', { sequence: 512 }).parameters).toBe(109_482_240);
    expect(totals('gpt2', { sequence: 16 }).parameters).toBe(124_439_808);
  });
  it('keep a KV cache of 2 · layers · key heads · head dimension elements a token', () => {
    // 36,864 B a token in f16.
    expect(2 * state('gpt2', { sequence: 100 })).toBe(36_864 * 100);
    expect(state('llama3-8b-prefill', { sequence: 512 }, 2)).toBe(2 * 32 * 8 * 128 * 512 * 2);
    expect(state('bert-base')).toBe(0);
  });
  it('decode with a context that includes the new token', () => {
    expect(state('llama3-8b-decode', { context: 4096 })).toBe(2 * 32 * 8 * 128 * 4096);
    const attention = resolved('llama3-8b-decode', { context: 4096 }).layers.find(
      ({ ops }) => ops[0]?.op === 'attention',
    );
    expect(attention?.ops[0]).toMatchObject({ queries: 1, keys: 4096, cachedKeys: 4095, heads: 32, kvHeads: 8 });
    const grown =
      totals('llama3-8b-decode', { context: 4096 }).macs - totals('llama3-8b-decode', { context: 4095 }).macs;
    expect(grown).toBe(32 * 2 * 4096);
  });
  it('run the classifier on one token', () => {
    for (const id of ['vit-b16', 'bert-base', 'gpt2', 'llama3-8b-prefill']) {
      const product = resolved(id).layers.findLast(({ ops }) => ops[0]?.op === 'matmul')?.ops[0];
      expect(product).toMatchObject({ op: 'matmul', m: 1 });
    }
  });
});

describe('repeat groups', () => {
  it.each([
    ['resnet50', ['layer1.rest ×2', 'layer2.rest ×3', 'layer3.rest ×5', 'layer4.rest ×2']],
    ['mobilenet-v2', ['features.5-6 ×2', 'features.8-10 ×3', 'features.12-13 ×2', 'features.15-16 ×2']],
    ['mobilenet-v3-large', ['features.5-6 ×2', 'features.9-10 ×2', 'features.14-15 ×2']],
    ['efficientnet-b0', ['features.4.1-2 ×2', 'features.5.1-2 ×2', 'features.6.1-3 ×3']],
    ['vit-b16', ['encoder.layers ×12']],
    ['bert-base', ['encoder.layer ×12']],
    ['gpt2', ['h ×12']],
    ['llama3-8b-decode', ['layers ×32']],
  ])('hold the blocks of %s that are alike', (id, groups) => {
    const layers = stackPreset(id)?.build().layers ?? [];
    expect(layers.flatMap((item) => ('times' in item ? `${item.name} ×${item.times}` : []))).toEqual(groups);
  });
});
