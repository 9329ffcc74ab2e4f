import type { Bytes, Flops } from '#core/units.ts';

/**
 * What one dispatch of a kernel costs, at three levels of bytes. Each level is modelled: a browser cannot count DRAM
 * bytes.
 */
export interface KernelCost {
  readonly flop: Flops;
  /** Asked for by invocations, each load and store counted. */
  readonly requested: Bytes;
  /** Distinct sectors of each subgroup's access, at the core–cache boundary. */
  readonly moved: Bytes;
  /** Distinct bytes inside those sectors. useful / moved is the coalescing efficiency, at most 1. */
  readonly useful: Bytes;
  /** Each workgroup fetches what it uses once: what memory sees where no cache keeps operands between workgroups. */
  readonly tiled: Bytes;
  /** Each distinct byte of inputs and outputs once. */
  readonly compulsory: Bytes;
  /** Read from and written to workgroup memory by all invocations; left out where a kernel's cost does not count it. */
  readonly workgroup?: Bytes;
}
