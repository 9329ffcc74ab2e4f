import source from '#shaders/memory/private-set.wgsl?raw';
import { workingSet } from './working-set.ts';

export const privateSet = workingSet({
  id: 'memory/private-set',
  title: 'Working set of each workgroup',
  teaches:
    'Each workgroup reads bytes of its own again and again: bandwidth steps down where the sets that run side by side on one core outgrow its cache.',
  source,
  own: true,
  most: 2 ** 24,
  label: 'Bytes of each workgroup',
});
