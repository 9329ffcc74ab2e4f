import type { CpuKernel } from './kernel.ts';
import { chase } from './kernels/chase.ts';
import { copy } from './kernels/copy.ts';
import { fma } from './kernels/fma.ts';
import { matmulIjk } from './kernels/matmul-ijk.ts';
import { matmulIkj } from './kernels/matmul-ikj.ts';
import { matmulTiled } from './kernels/matmul-tiled.ts';
import { read } from './kernels/read.ts';
import { scale } from './kernels/scale.ts';
import { sharedSet } from './kernels/shared-set.ts';
import { strided } from './kernels/strided.ts';
import { triad } from './kernels/triad.ts';
import { write } from './kernels/write.ts';

/** Every typed-array kernel there is, in the order they are shown. */
export const cpuKernels: readonly CpuKernel[] = [
  matmulIjk,
  matmulIkj,
  matmulTiled,
  copy,
  scale,
  triad,
  read,
  write,
  sharedSet,
  strided,
  chase,
  fma,
];

export const cpuKernelById = (id: string): CpuKernel | undefined => cpuKernels.find((kernel) => kernel.id === id);
