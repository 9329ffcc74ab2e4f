import type { Kernel } from './kernel.ts';
import { naive } from './matmul/naive.ts';
import { copy } from './memory/copy.ts';

/** Every kernel there is, in the order they are shown. */
export const kernels: readonly Kernel[] = [naive, copy];

export const kernelById = (id: string): Kernel | undefined => kernels.find((kernel) => kernel.id === id);
