import direct4 from '#shaders/matmul/tuned/direct-4x4.wgsl?raw';
import direct8 from '#shaders/matmul/tuned/direct-8x8.wgsl?raw';
import fromMemory from '#shaders/matmul/tuned/from-memory.wgsl?raw';
import { tunedKernel } from './family.ts';

const teaches =
  'Neighbours read neighbouring columns and one and the same row: with enough outputs in registers, loads straight from memory are few beside the arithmetic.';

export const direct4x4 = tunedKernel({
  path: 'direct',
  rows: 4,
  columns: 4,
  teaches,
  source: direct4 + fromMemory,
});
export const direct8x8 = tunedKernel({
  path: 'direct',
  rows: 8,
  columns: 8,
  teaches,
  source: direct8 + fromMemory,
});
