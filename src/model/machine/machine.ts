import type { Unknowable } from '#core/quantity.ts';
import type { Bytes, BytesPerSecond, FlopsPerSecond, JoulesPerBit, JoulesPerFlop, Seconds } from '#core/units.ts';
import type { NumberFormat } from '../workload/number-format.ts';

export const TECHNOLOGIES = [
  'SRAM',
  'eDRAM',
  'DRAM',
  'LPDDR',
  'GDDR',
  'HBM',
  'flash',
  'NVM',
  'disk',
  'link',
  'unknown',
] as const;
export type Technology = (typeof TECHNOLOGIES)[number];

/** One memory level. */
export interface Tier {
  /** Lower-case letters, digits and hyphens; unique in the machine. */
  readonly id: string;
  readonly name: string;
  readonly technology: Technology;
  /** A cache holds copies and is nobody's home; a store is where tensors live. */
  readonly role: 'cache' | 'store';
  /** Identical memories side by side (one L1 for each of 132 SMs). */
  readonly instances: number;
  /** Of ONE instance. */
  readonly capacity: Unknowable<Bytes>;
  /** Of ALL instances together, towards the next nearer tier (compute, for the nearest). */
  readonly readBandwidth: Unknowable<BytesPerSecond>;
  /** null: writes share the read bandwidth. */
  readonly writeBandwidth: Unknowable<BytesPerSecond>;
  readonly latency: Unknowable<Seconds>;
  readonly energy: Unknowable<JoulesPerBit>;
}

/** What multiplies and adds. It sees the boundaries from its tier outward. */
export interface ComputeUnit {
  readonly id: string;
  readonly name: string;
  /** Tier it is attached to. */
  readonly tier: string;
  /** Cores, SMs or banks: the operand store is this many times its capacity. */
  readonly instances: number;
  /** Dense peak of ALL instances for each number format; a format left out cannot be run natively. */
  readonly peaks: Partial<Readonly<Record<NumberFormat, Unknowable<FlopsPerSecond>>>>;
  readonly energy: Partial<Readonly<Record<NumberFormat, Unknowable<JoulesPerFlop>>>>;
  /** Registers of ONE instance: the tile it keeps at hand. Unknown: every operation fetches its operands. */
  readonly operandStore: Unknowable<Bytes>;
  /** Between the unit and its own tier (compute at the banks sees more); null or left out: the tier's own. */
  readonly bandwidth?: Unknowable<BytesPerSecond>;
  /**
   * Energy a bit between the unit and its own tier, where it is not the tier's own. Left out or null: the tier's own, or
   * unknown for a unit with a bandwidth of its own, whose bytes do not take the tier's path.
   */
  readonly tierEnergy?: Unknowable<JoulesPerBit>;
  /** Time to start one layer's kernel. */
  readonly launchOverhead: Unknowable<Seconds>;
}

export interface Machine {
  readonly id: string;
  readonly name: string;
  /** One sentence: what it is and what its figures are for. */
  readonly describe: string;
  /** Nearest to compute first. */
  readonly tiers: readonly Tier[];
  readonly units: readonly ComputeUnit[];
  /** Invocations that access memory together. */
  readonly subgroupWidth: Unknowable;
  /** Smallest piece of memory that moves on an access. */
  readonly sector: Unknowable<Bytes>;
}

/** Assumed where a machine does not say; the page labels them assumed. */
export const ASSUMED_SUBGROUP_WIDTH = 32;
export const ASSUMED_SECTOR = 32;

/** A fault in a machine: the field by path (`tiers[1].capacity`) and what mends it. */
export interface MachineFault {
  readonly field: string;
  readonly message: string;
}
