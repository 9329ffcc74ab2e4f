import source from '#shaders/memory/write.wgsl?raw';
import scalarSource from '#shaders/memory/write-scalar.wgsl?raw';
import { type StreamVariant, streamKernel } from './stream.ts';

/** Knuth's multiplicative hash, The Art of Computer Programming, vol. 3, 6.4. */
const MULTIPLIER = 2_654_435_761;

const common = {
  inputs: [],
  flopPerElement: 0,
  expected: (index) => (Math.imul(index, MULTIPLIER) >>> 8) * 2 ** -24,
} as const satisfies Partial<StreamVariant>;

export const write = streamKernel({
  ...common,
  id: 'memory/write',
  title: 'Write',
  teaches: 'Every byte written once and none read: stores can be slower than loads, or cost a read of their own.',
  source,
  width: 4,
});

export const writeScalar = streamKernel({
  ...common,
  id: 'memory/write-scalar',
  title: 'Write, one element at a time',
  teaches:
    'Stores of 4 B, neighbours side by side: where the hardware joins those of a subgroup into whole sectors they lose little to stores of 16 B.',
  source: scalarSource,
  width: 1,
});
