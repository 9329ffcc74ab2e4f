import { formatBits } from '../../workload/number-format.ts';
import { stackTotals } from '../../workload/totals.ts';
import type { PublishedFigure, PublishedTable } from '../figure.ts';
import { EXACT } from '../rule.ts';
import { readyMade } from '../stacks.ts';

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

/** What one token more keeps in the cache, of all layers. */
function cacheOfToken(stack: string, tokens: number): number {
  const held = (sequence: number) =>
    readyMade(stack, { sequence }).layers.reduce((sum, { times, stateElements }) => sum + times * stateElements, 0);
  return ((held(tokens) - held(tokens - 1)) * formatBits('f16')) / 8;
}
const cache = (stack: string, model: string, tokens: number, theirs: number): PublishedFigure => ({
  id: `${stack}/kv`,
  what: `${model}, KV cache of a token in f16`,
  where: 'config.json: layers, key heads, head dimension',
  unit: 'B',
  inputs: { stack, sequence: tokens, format: 'f16' },
  by: 'resolveStack, stateElements of its layers',
  ours: () => cacheOfToken(stack, tokens),
  theirs,
  rule: EXACT,
});

export const languageModels: PublishedTable = {
  id: 'language-models',
  source: 'Hugging Face model hub: openai-community/gpt2, google-bert/bert-base-uncased, meta-llama/Meta-Llama-3-8B',
  year: 2024,
  figures: [
    parameters('gpt2', 'GPT-2 small', 124_439_808),
    parameters('bert-base', 'BERT base', 109_482_240),
    parameters('llama3-8b-prefill', 'Llama 3 8B', 8_030_261_248),
    cache('gpt2', 'GPT-2 small', 1024, 36_864),
    cache('llama3-8b-prefill', 'Llama 3 8B (grouped heads)', 2048, 131_072),
  ],
};
