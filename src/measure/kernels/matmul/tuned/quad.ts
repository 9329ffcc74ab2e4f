import fromMemory from '#shaders/matmul/tuned/from-memory.wgsl?raw';
import quad8 from '#shaders/matmul/tuned/quad-8x8.wgsl?raw';
import quad16 from '#shaders/matmul/tuned/quad-16x8.wgsl?raw';
import quad32 from '#shaders/matmul/tuned/quad-32x8.wgsl?raw';
import { tunedKernel } from './family.ts';

const shared = {
  path: 'quad',
  columns: 8,
  teaches:
    'Four neighbours that make the same rows read a step of K each and pass it round: memory is asked for A a fourth as often, which counts where each load costs much, as on a processor.',
  requires: { features: ['subgroups'] },
} as const;

export const quad8x8 = tunedKernel({ ...shared, rows: 8, source: quad8 + fromMemory });
export const quad16x8 = tunedKernel({ ...shared, rows: 16, source: quad16 + fromMemory });
/** More outputs than any GPU has registers for: a processor keeps them in its nearest cache, and loads less. */
export const quad32x8 = tunedKernel({ ...shared, rows: 32, source: quad32 + fromMemory });
