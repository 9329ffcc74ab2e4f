import source from '#shaders/compute/subgroup-matrix.wgsl?raw';
import { matrixProducts } from './matrix-products.ts';

export const subgroupMatrix = matrixProducts({
  id: 'compute/subgroup-matrix',
  title: 'Matrix unit peak, f32 8×8×8',
  teaches:
    'Products of 8×8 matrices that a whole subgroup holds: what the units for matrices do that plain multiply-adds leave idle.',
  source,
  features: ['chromium-experimental-subgroup-matrix', 'subgroups'],
  matrix: { M: 8, N: 8, K: 8, componentType: 'f32', resultComponentType: 'f32' },
});
