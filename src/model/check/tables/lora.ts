import type { ResolvedStack } from '../../workload/layer.ts';
import type { PublishedFigure, PublishedTable } from '../figure.ts';
import { digits, EXACT, type Rule } from '../rule.ts';
import { decoder, GPT3, readyMade } from '../stacks.ts';
import { memoryOfStack } from '../training.ts';

const figure = (
  id: string,
  what: string,
  where: string,
  stack: () => ResolvedStack,
  rank: number,
  theirs: number,
  rule: Rule,
): PublishedFigure => ({
  id,
  what: `${what}, rank ${rank} on queries and values`,
  where,
  unit: 'parameters',
  inputs: { stack: what, rank, targets: 'q,v' },
  by: 'resolveStack, trainingMemory: adaptersOf',
  ours: () => memoryOfStack(stack(), { lora: { rank, targets: ['q', 'v'] } }).trained,
  theirs,
  rule,
});

const gpt3 = () => decoder(GPT3);
/** RoBERTa base has the layers of BERT base. */
const roberta = () => readyMade('bert-base');

export const lora: PublishedTable = {
  id: 'lora',
  name: 'LoRA',
  source:
    'Hu, Shen, Wallis, Allen-Zhu, Li, Wang, Wang, Chen, LoRA: Low-Rank Adaptation of Large Language Models, arXiv:2106.09685',
  year: 2021,
  figures: [
    figure('gpt3/1', 'GPT-3', 'table 4: 4.7M', gpt3, 1, 4.7e6, digits(2)),
    figure('gpt3/4', 'GPT-3', '2 · 96 · 4 · (12,288 + 12,288)', gpt3, 4, 18_874_368, EXACT),
    figure('gpt3/8', 'GPT-3', 'table 4: 37.7M', gpt3, 8, 37.7e6, digits(3)),
    figure('roberta-base/8', 'RoBERTa base', 'table 2: 0.3M', roberta, 8, 0.3e6, digits(1)),
    {
      id: 'gpt3/states',
      what: 'GPT-3, rank 4: gradients and Adam states, of the adapters alone',
      where: 'section 4.2: states of trained parameters only, 2 + 4 + 8 B each',
      unit: 'B',
      inputs: { stack: 'GPT-3', rank: 4, targets: 'q,v', optimizer: 'adamw', precision: 'mixed' },
      by: 'trainingMemory',
      ours: () => {
        const { gradients, optimizer } = memoryOfStack(gpt3(), { lora: { rank: 4, targets: ['q', 'v'] } }).perDevice;
        return gradients + optimizer;
      },
      theirs: 14 * 18_874_368,
      rule: EXACT,
    },
  ],
};
