import staging from '#shaders/matmul/tuned/staged.wgsl?raw';
import staged4 from '#shaders/matmul/tuned/staged-4x4.wgsl?raw';
import staged84 from '#shaders/matmul/tuned/staged-8x4.wgsl?raw';
import staged8 from '#shaders/matmul/tuned/staged-8x8.wgsl?raw';
import { tunedKernel } from './family.ts';

const shared = {
  path: 'staged',
  teaches:
    'Tiles staged in workgroup memory feed the registers: how large both should be differs from GPU to GPU, so it is measured.',
} as const;

export const staged4x4 = tunedKernel({ ...shared, rows: 4, columns: 4, source: staged4 + staging });
export const staged8x4 = tunedKernel({ ...shared, rows: 8, columns: 4, source: staged84 + staging });
export const staged8x8 = tunedKernel({ ...shared, rows: 8, columns: 8, source: staged8 + staging });
