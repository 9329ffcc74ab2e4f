import source from '#shaders/workgroup/bank-conflicts.wgsl?raw';
import { sizeOf } from '../problem.ts';
import { workgroupKernel } from './family.ts';

export const bankConflicts = workgroupKernel({
  id: 'workgroup/bank-conflicts',
  title: 'Bank conflicts',
  teaches:
    'The same loads from workgroup memory with a stride: where neighbours fall on one bank they wait for each other, and a stride of 32 is the worst.',
  source,
  width: 1,
  stride: (problem) => sizeOf(problem, 'stride'),
  sizes: [{ key: 'stride', label: 'Stride, elements', min: 1, max: 32, default: 32 }],
});
