import type { GatherOp } from '#model/workload/op.ts';
import { gather } from '../../kernels/elementwise/gather.ts';
import type { Refusal, Site } from './site.ts';

/** Rows of a table by token ids, which only the stack's input holds. */
export function lowerGather({ rows, width, tableRows }: GatherOp, site: Site): Refusal {
  const table = site.weight('weight');
  const [ids] = site.inputs;
  const [y] = site.outputs;
  if (table === null || ids === undefined || y === undefined) return 'It has no table.';
  if (!site.readsIds) return 'It reads token ids, and its input holds other numbers.';
  const reads = [ids, site.given(table, tableRows * width)];
  return site.step([gather], { rows, width, tableRows }, reads, y);
}
