import source from '#shaders/memory/copy.wgsl?raw';
import { vectorStream } from './vector-stream.ts';

export const copy = vectorStream({
  id: 'memory/copy',
  title: 'Copy',
  teaches:
    'Every byte read once and written once, in whole runs: the bandwidth that an ideal streaming layer can have.',
  source,
  reads: true,
  expected: (index, input) => input?.[index] ?? Number.NaN,
});
