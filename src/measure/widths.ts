import { ASSUMED_SECTOR, ASSUMED_SUBGROUP_WIDTH } from '#model/machine/machine.ts';
import type { AccessWidths } from './kernels/kernel.ts';
import type { Adapter } from './record/record.ts';

/**
 * Widths that a kernel's cost on an adapter is counted with: the subgroup width that is assumed everywhere (32), held
 * within what the adapter says; the sector is assumed, since no adapter tells it.
 */
export function widthsOf({ subgroupMinSize, subgroupMaxSize }: Adapter): AccessWidths {
  const low = subgroupMinSize ?? 1;
  const high = subgroupMaxSize ?? Number.POSITIVE_INFINITY;
  return { subgroupWidth: Math.min(high, Math.max(low, ASSUMED_SUBGROUP_WIDTH)), sector: ASSUMED_SECTOR };
}
