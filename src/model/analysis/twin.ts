import { type Bytes, bytes, type FlopsPerSecond, flopsPerSecond, type Seconds, seconds } from '#core/units.ts';
import type { Machine } from '../machine/machine.ts';
import type { NumberFormat } from '../workload/number-format.ts';
import { bandwidthsOf } from './boundary.ts';
import type { KernelCost } from './kernel-cost.ts';
import { chooseUnit } from './unit.ts';

/** What the model says of a kernel on a machine: the modelled point beside a measured one. */
export interface Twin {
  readonly time: Seconds;
  /** Tier id or `compute`. */
  readonly boundBy: string;
  /** FLOP over time; 0 for a kernel without arithmetic. */
  readonly performance: FlopsPerSecond;
  /** Bytes at each boundary whose bandwidth is known, nearest first: the x of both points. */
  readonly boundaries: readonly { readonly tier: string; readonly bytes: Bytes; readonly time: Seconds }[];
}

/**
 * The largest, over the boundaries that the unit sees, of predicted bytes over bandwidth, and of FLOP over peak. Bytes:
 * `moved` (sectors) at the nearest boundary; farther out `tiled`, or `compulsory` where the kernel's working set fits
 * all instances of the next nearer tier together, so that workgroups find what others fetched. Seconds; reads and
 * writes share the read bandwidth.
 *
 * `null` where neither a bandwidth nor the peak is known, or the unit does not offer the format: there is no twin.
 */
export function twinOf(cost: KernelCost, machine: Machine, format: NumberFormat = 'f32', unitId?: string): Twin | null {
  const chosen = chooseUnit(machine, format, unitId);
  if (!chosen.ok) return null;
  const { tiers, unit, peak } = chosen.value;
  let time = peak === null ? 0 : cost.flop / peak.value;
  let boundBy = 'compute';
  let known = peak !== null;
  const boundaries: { tier: string; bytes: Bytes; time: Seconds }[] = [];
  tiers.forEach((tier, index) => {
    const { read } = bandwidthsOf(tier, unit, index === 0);
    if (read === null) return;
    known = true;
    const nearer = tiers[index - 1];
    const room = nearer?.capacity ? nearer.capacity.value * nearer.instances : 0;
    const size = index === 0 ? cost.moved : cost.compulsory <= room ? cost.compulsory : cost.tiled;
    const crossing = seconds(size / read.value);
    boundaries.push({ tier: tier.id, bytes: bytes(size), time: crossing });
    if (crossing > time) {
      time = crossing;
      boundBy = tier.id;
    }
  });
  if (!known) return null;
  return { time: seconds(time), boundBy, performance: flopsPerSecond(time === 0 ? 0 : cost.flop / time), boundaries };
}
