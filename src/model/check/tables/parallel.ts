import type { Communication } from '../../training/communication.ts';
import type { TrainingSettings } from '../../training/memory.ts';
import type { PublishedFigure, PublishedTable } from '../figure.ts';
import { EXACT } from '../rule.ts';
import { decoder, GPT3 } from '../stacks.ts';
import { memoryOfStack } from '../training.ts';

const UNIT = GPT3.sequence * GPT3.hidden;

/** What one layer of the stack adds: two of them, less one. */
function layerOf(settings: Partial<TrainingSettings>, value: (communication: Communication) => number): number {
  const of = (layers: number) => value(memoryOfStack(decoder({ ...GPT3, layers }), settings).communication);
  return of(2) - of(1);
}

const figure = (id: string, what: string, where: string, ours: () => number, theirs: number): PublishedFigure => ({
  id,
  what,
  where,
  unit: 'elements',
  inputs: { hidden: GPT3.hidden, heads: GPT3.heads, sequence: GPT3.sequence, batch: 1 },
  by: 'trainingMemory, communicationOf',
  ours,
  theirs,
  rule: EXACT,
});

export const parallel: PublishedTable = {
  id: 'parallel',
  name: 'Parallelism',
  source:
    'Shoeybi et al., Megatron-LM, arXiv:1909.08053; Narayanan et al., Efficient Large-Scale Language Model Training, SC21',
  year: 2021,
  figures: [
    figure(
      'tensor',
      'A layer of GPT-3, tensor parallel: elements that are summed',
      'Shoeybi, figure 4: two all-reduces of sbh forward and two backward, an all-reduce of n moving 2n',
      () => layerOf({ tensor: 8, devices: 8 }, ({ tensor }) => tensor.elements),
      8 * UNIT,
    ),
    figure(
      'tensor/full',
      'A layer of GPT-3, tensor parallel, made again: elements that are summed',
      'Narayanan, section 3.5: the forward all-reduces twice',
      () => layerOf({ tensor: 8, devices: 8, recompute: 'full' }, ({ tensor }) => tensor.elements),
      12 * UNIT,
    ),
    figure(
      'pipeline',
      'GPT-3 on four stages, four micro-batches: elements that a stage hands on',
      'Narayanan, section 3.2: bsh a micro-batch, forward and backward',
      () =>
        memoryOfStack(decoder({ ...GPT3, layers: 4 }), { pipeline: 4, devices: 4, microbatches: 4 }).communication
          .pipeline.elements,
      2 * 4 * UNIT,
    ),
  ],
};
