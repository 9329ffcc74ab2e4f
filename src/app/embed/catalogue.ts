import { fma } from '#measure/kernels/compute/fma.ts';
import type { Kernel } from '#measure/kernels/kernel.ts';
import { naive } from '#measure/kernels/matmul/naive.ts';
import { register } from '#measure/kernels/matmul/register.ts';
import { strided } from '#measure/kernels/matmul/strided.ts';
import { tiled8, tiled16 } from '#measure/kernels/matmul/tiled.ts';
import { tiledStrided } from '#measure/kernels/matmul/tiled-strided.ts';
import { read } from '#measure/kernels/memory/read.ts';
import { stridedRead } from '#measure/kernels/memory/strided.ts';

/** The kernels of the quick suite: the embed's build has them in place of the whole catalogue, whose lab it does not have. */
const kernels: readonly Kernel[] = [fma, read, stridedRead, naive, strided, tiled8, tiled16, tiledStrided, register];

export const kernelById = (id: string): Kernel | undefined => kernels.find((kernel) => kernel.id === id);
