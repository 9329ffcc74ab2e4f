import type { NumberFormat } from '#model/workload/number-format.ts';

/** Products of matrices by a whole subgroup: units of their own, beside those that multiply and add for each invocation. */
export const isMatrixKernel = (kernel: string): boolean => kernel.startsWith('compute/subgroup-matrix');

const FORMATS: Readonly<Record<string, NumberFormat>> = {
  'compute/fma-f16': 'f16',
  'compute/subgroup-matrix-f16': 'f16',
  'compute/dot-int8': 'int8',
};

/** Number format that a kernel computes in: f32 but for those that measure another one's peak. */
export const formatOf = (kernel: string): NumberFormat => FORMATS[kernel] ?? 'f32';
