import type { Adapter } from '../record.ts';
import type { Choice } from './choice.ts';

/** A choice and about how fast it is beside the others of its list, on products that fill its tiles. */
export interface UsualChoice extends Choice {
  readonly rate: number;
}

/**
 * What is taken where nobody has tuned. On a GPU 8×8 invocations of 4×4 outputs and steps of 32 along K: what WGSL designs agree
 * on, and on four GPUs some 80 % of each one's own best (llama.cpp's sweep of its settings). For few rows one that wastes less.
 */
const ON_GPU: readonly UsualChoice[] = [
  { kernel: 'matmul/tuned-staged-4x4', across: 8, down: 8, depth: 32, rate: 1 },
  { kernel: 'matmul/tuned-direct-4x4', across: 64, down: 1, rate: 0.3 },
];

/**
 * A processor that plays GPU pays for each load and each barrier: many outputs in registers, nothing staged. Rates as
 * SwiftShader's were at 512×512×512.
 */
const ON_PROCESSOR: readonly UsualChoice[] = [
  { kernel: 'matmul/tuned-quad-32x8', across: 4, down: 1, rate: 1 },
  { kernel: 'matmul/tuned-quad-16x8', across: 4, down: 1, rate: 0.87 },
  { kernel: 'matmul/tuned-quad-8x8', across: 4, down: 1, rate: 0.7 },
  { kernel: 'matmul/tuned-direct-8x8', across: 4, down: 1, rate: 0.57 },
  { kernel: 'matmul/tuned-direct-4x4', across: 4, down: 1, rate: 0.44 },
];

export const usualChoices = ({ fallback }: Pick<Adapter, 'fallback'>): readonly UsualChoice[] =>
  fallback ? ON_PROCESSOR : ON_GPU;
