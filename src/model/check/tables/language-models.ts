import { keyValueCache } from '../../training/transformer.ts';
import { stackTotals } from '../../workload/totals.ts';
import type { PublishedFigure, PublishedTable } from '../figure.ts';
import { EXACT } from '../rule.ts';
import { readyMade } from '../stacks.ts';
import { memoryOfStack } from '../training.ts';

const parameters = (stack: string, model: string, theirs: number): PublishedFigure => ({
  id: `${stack}/parameters`,
  what: `${model}, parameters`,
  where: 'safetensors metadata',
  unit: 'parameters',
  inputs: { stack },
  by: 'resolveStack, stackTotals',
  ours: () => stackTotals(readyMade(stack)).parameters,
  theirs,
  rule: EXACT,
});

const cache = (stack: string, model: string, tokens: number, theirs: number): PublishedFigure => ({
  id: `${stack}/kv`,
  what: `${model}, KV cache of a token in f16`,
  where: 'config.json: layers, key heads, head dimension',
  unit: 'B',
  inputs: { stack, sequence: tokens, format: 'f16' },
  by: 'resolveStack, trainingMemory',
  ours: () => memoryOfStack(readyMade(stack, { sequence: tokens }), {}).perDevice.kv / tokens,
  theirs,
  rule: EXACT,
});

const shape = (
  id: string,
  model: string,
  layers: number,
  kvHeads: number,
  headDim: number,
  theirs: number,
): PublishedFigure => ({
  id: `${id}/kv`,
  what: `${model}, KV cache of a token in f16`,
  where: 'config.json: layers, key heads, head dimension',
  unit: 'B',
  inputs: { layers, kvHeads, headDim, batch: 1, tokens: 1, format: 'f16' },
  by: 'keyValueCache',
  ours: () => keyValueCache(layers, kvHeads, headDim, 1, 1, 2),
  theirs,
  rule: EXACT,
});

export const languageModels: PublishedTable = {
  id: 'language-models',
  name: 'Language models',
  source: 'Hugging Face model hub: openai-community/gpt2, google-bert/bert-base-uncased, meta-llama/Meta-Llama-3-8B',
  year: 2024,
  figures: [
    parameters('gpt2', 'GPT-2 small', 124_439_808),
    parameters('bert-base', 'BERT base', 109_482_240),
    parameters('llama3-8b-prefill', 'Llama 3 8B', 8_030_261_248),
    cache('gpt2', 'GPT-2 small', 1024, 36_864),
    cache('llama3-8b-prefill', 'Llama 3 8B (grouped heads)', 2048, 131_072),
    shape('llama-2-7b', 'Llama 2 7B', 32, 32, 128, 524_288),
    shape('llama-2-70b', 'Llama 2 70B (grouped heads)', 80, 8, 128, 327_680),
  ],
};
