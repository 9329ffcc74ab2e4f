import source from '#shaders/memory/read.wgsl?raw';
import scalarSource from '#shaders/memory/read-scalar.wgsl?raw';
import { sizeOf } from '../problem.ts';
import { type RunSumsVariant, runSums } from './run-sums.ts';

const common = {
  size: { key: 'rounds', label: 'Rounds over the buffer', min: 1, max: 2 ** 16, default: 1 },
  rounds: (problem) => sizeOf(problem, 'rounds'),
} as const satisfies Partial<RunSumsVariant>;

export const read = runSums({
  ...common,
  id: 'memory/read',
  title: 'Read',
  teaches:
    'Bytes read in whole runs and summed: over a small buffer read again and again it shows a cache, over a large one memory.',
  source,
  width: 4,
});

export const readScalar = runSums({
  ...common,
  id: 'memory/read-scalar',
  title: 'Read, one element at a time',
  teaches:
    'The same runs by loads of 4 B instead of 16: where it is slower, loads on their way set the pace and not memory.',
  source: scalarSource,
  width: 1,
});
