import type { AccessWidths } from '../kernels/kernel.ts';

/**
 * Widths that costs of this engine are counted with: one access at a time, and lines of 64 bytes, as processors have them. A
 * stream of accesses keeps the line it is in: neighbours in one line move it once.
 */
export const CPU_WIDTHS: AccessWidths = { subgroupWidth: 1, sector: 64 };
