import type { TrainingSettings } from '../../training/memory.ts';
import { stateBytes } from '../../training/optimizer.ts';
import { precisionBytes } from '../../training/precision.ts';
import type { PublishedFigure, PublishedTable } from '../figure.ts';
import { EXACT } from '../rule.ts';
import { memoryOfParameters } from '../training.ts';

const figure = (
  id: string,
  what: string,
  where: string,
  settings: Pick<TrainingSettings, 'optimizer' | 'precision'>,
  theirs: number,
): PublishedFigure => ({
  id,
  what: `${what}, bytes a parameter`,
  where,
  unit: 'B',
  inputs: { ...settings },
  by: 'trainingMemory',
  ours: () => memoryOfParameters(1, settings).perDevice.total,
  theirs,
  rule: EXACT,
});

const state = (
  optimizer: TrainingSettings['optimizer'],
  what: string,
  where: string,
  shape: readonly number[],
  theirs: number,
): PublishedFigure => ({
  id: `${optimizer}/state`,
  what,
  where,
  unit: 'B',
  inputs: { optimizer, shape: shape.join(' × ') },
  by: 'stateBytes',
  ours: () => stateBytes(optimizer, shape, precisionBytes.mixed.moment),
  theirs,
  rule: EXACT,
});

export const optimizers: PublishedTable = {
  id: 'optimizers',
  name: 'Optimizers',
  source:
    'Bytes that optimizers keep: Rajbhandari 2020, Micikevicius 2018, Kingma and Ba 2015, Shazeer and Stern 2018, Dettmers et al. 2022',
  year: 2022,
  figures: [
    figure('adamw/master', 'AdamW, mixed precision', '2 + 2 + 4 + 8', { optimizer: 'adamw', precision: 'mixed' }, 16),
    figure(
      'adamw/no-master',
      'AdamW without a master copy',
      '2 weights, 2 gradients, 8 moments',
      { optimizer: 'adamw', precision: 'mixed-no-master' },
      12,
    ),
    figure('adam/f32', 'Adam in f32', '4 + 4 + 8', { optimizer: 'adam', precision: 'f32' }, 16),
    figure(
      'momentum/mixed',
      'Momentum, mixed precision',
      '2 + 2 + 4 + 4',
      { optimizer: 'momentum', precision: 'mixed' },
      12,
    ),
    figure('sgd/f32', 'SGD in f32', '4 + 4', { optimizer: 'sgd', precision: 'f32' }, 8),
    figure('adam/bf16', 'Adam in 16 bits throughout', '2 + 2 + 4', { optimizer: 'adam', precision: 'bf16' }, 8),
    state(
      'adam8bit',
      '8-bit Adam, state of 1,000 blocks of 2,048 parameters',
      'Dettmers 2022, section 2.1: two bytes a parameter and one f32 maximum a block and moment',
      [2_048_000],
      2 * 2_048_000 + 2 * 4 * 1000,
    ),
    state(
      'adafactor',
      'Adafactor, state of a matrix of 1,024 × 4,096',
      'Shazeer 2018, algorithm 4: one f32 sum a row and a column',
      [1024, 4096],
      (1024 + 4096) * 4,
    ),
  ],
};
