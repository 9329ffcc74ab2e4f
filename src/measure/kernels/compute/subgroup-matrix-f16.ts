import source from '#shaders/compute/subgroup-matrix-f16.wgsl?raw';
import { matrixProducts } from './matrix-products.ts';

export const subgroupMatrixF16 = matrixProducts({
  id: 'compute/subgroup-matrix-f16',
  title: 'Matrix unit peak, f16 16×16×16',
  teaches:
    'Products of 16×16 matrices of f16, added up in f32, that a whole subgroup holds: what neural networks are trained on.',
  source,
  features: ['chromium-experimental-subgroup-matrix', 'subgroups', 'shader-f16'],
  matrix: { M: 16, N: 16, K: 16, componentType: 'f16', resultComponentType: 'f32' },
});
