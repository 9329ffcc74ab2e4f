import source from '#shaders/memory/shared-set.wgsl?raw';
import { workingSet } from './working-set.ts';

export const sharedSet = workingSet({
  id: 'memory/shared-set',
  title: 'Working set of all workgroups',
  teaches:
    'All workgroups read the same bytes again and again: bandwidth steps down where the set outgrows a cache that they share.',
  source,
  own: false,
  most: 2 ** 30,
  label: 'Bytes shared by all workgroups',
});
