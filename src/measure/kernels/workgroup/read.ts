import source from '#shaders/workgroup/read.wgsl?raw';
import { workgroupKernel } from './family.ts';

export const workgroupRead = workgroupKernel({
  id: 'workgroup/read',
  title: 'Read workgroup memory',
  teaches:
    'Sixteen bytes a load from the memory that a workgroup shares: how fast operands come that a tile has kept near the arithmetic.',
  source,
  width: 4,
  stride: () => 1,
  sizes: [],
});
