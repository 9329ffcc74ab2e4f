import type { TrainingSettings } from '../../training/memory.ts';
import type { PublishedFigure, PublishedTable } from '../figure.ts';
import { digits, EXACT, type Rule } from '../rule.ts';
import { memoryOfParameters } from '../training.ts';

const GIB = 2 ** 30;
/** t5-small: parameters, and those of its token embedding. */
const T5_SMALL = 60_506_624;
const T5_SMALL_LARGEST = 16_449_536;

const figure = (
  id: string,
  what: string,
  where: string,
  parameters: number,
  largestLayer: number,
  settings: Partial<TrainingSettings>,
  theirs: number,
  rule: Rule,
): PublishedFigure => {
  const { zero = 0, devices = 1, offload = 'none' } = settings;
  return {
    id,
    what,
    where,
    unit: 'B',
    inputs: { parameters, largestLayer, zero, devices, offload, convention: 'deepspeed' },
    by: 'trainingMemory',
    ours: () => memoryOfParameters(parameters, { convention: 'deepspeed', ...settings }, largestLayer).perDevice.total,
    theirs,
    rule,
  };
};

const code2 = 'estimate_zero2_model_states_mem_needs';
const code3 = 'estimate_zero3_model_states_mem_needs';

export const deepspeed: PublishedTable = {
  id: 'deepspeed',
  name: 'DeepSpeed',
  source: 'DeepSpeed, its estimators and what they print (its GB are GiB)',
  year: 2023,
  figures: [
    figure(
      'zero2',
      '1 billion parameters on 8 devices',
      `${code2}: 2P + 18P/N`,
      1e9,
      0,
      { zero: 2, devices: 8 },
      4.25e9,
      EXACT,
    ),
    figure(
      'zero2/offload',
      '2,851 million parameters, optimizer offloaded',
      `${code2}: 2P, printed 5.31GB`,
      2851e6,
      0,
      { zero: 2, devices: 8, offload: 'optimizer' },
      5.31 * GIB,
      digits(3, GIB),
    ),
    figure(
      'zero3/t5-small',
      't5-small on one device',
      `${code3}, printed 1.08GB`,
      T5_SMALL,
      T5_SMALL_LARGEST,
      { zero: 3 },
      1.08 * GIB,
      digits(3, GIB),
    ),
    figure(
      'zero3/offload-optimizer',
      't5-small on one device, optimizer offloaded',
      `${code3}, printed 0.17GB`,
      T5_SMALL,
      T5_SMALL_LARGEST,
      { zero: 3, offload: 'optimizer' },
      0.17 * GIB,
      digits(2, GIB),
    ),
    figure(
      'zero3/offload-all',
      't5-small on one device, parameters and optimizer offloaded',
      `${code3}: 4 · largest layer, printed 0.06GB`,
      T5_SMALL,
      T5_SMALL_LARGEST,
      { zero: 3, offload: 'all' },
      0.06 * GIB,
      digits(1, GIB),
    ),
    figure(
      'zero3/formula',
      '1 billion parameters, 100 million in the largest layer, on 8 devices',
      `${code3}: 4 · largest layer + 18P/N`,
      1e9,
      1e8,
      { zero: 3, devices: 8 },
      2.65e9,
      EXACT,
    ),
    figure(
      'zero3/formula/offload-optimizer',
      '1 billion parameters, 100 million in the largest layer, on 8 devices, optimizer offloaded',
      `${code3}: 4 · largest layer + 2P/N`,
      1e9,
      1e8,
      { zero: 3, devices: 8, offload: 'optimizer' },
      0.65e9,
      EXACT,
    ),
  ],
};
