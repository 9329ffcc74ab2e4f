import source from '#shaders/memory/write.wgsl?raw';
import { vectorStream } from './vector-stream.ts';

/** Knuth's multiplicative hash, The Art of Computer Programming, vol. 3, 6.4. */
const MULTIPLIER = 2_654_435_761;

export const write = vectorStream({
  id: 'memory/write',
  title: 'Write',
  teaches: 'Every byte written once and none read: stores can be slower than loads, or cost a read of their own.',
  source,
  reads: false,
  expected: (index) => (Math.imul(index, MULTIPLIER) >>> 8) * 2 ** -24,
});
