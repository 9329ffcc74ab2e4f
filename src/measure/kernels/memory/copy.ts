import source from '#shaders/memory/copy.wgsl?raw';
import scalarSource from '#shaders/memory/copy-scalar.wgsl?raw';
import { type StreamVariant, streamKernel } from './stream.ts';

const common = {
  inputs: ['input'],
  flopPerElement: 0,
  expected: (index, [input]) => input?.[index] ?? Number.NaN,
} as const satisfies Partial<StreamVariant>;

export const copy = streamKernel({
  ...common,
  id: 'memory/copy',
  title: 'Copy',
  teaches:
    'Every byte read once and written once, in whole runs: the bandwidth that an ideal streaming layer can have.',
  source,
  width: 4,
});

export const copyScalar = streamKernel({
  ...common,
  id: 'memory/copy-scalar',
  title: 'Copy, one element at a time',
  teaches:
    'The same copy by loads and stores of 4 B instead of 16: four times the instructions for the same bytes, which costs where instructions, not memory, set the pace.',
  source: scalarSource,
  width: 1,
});
