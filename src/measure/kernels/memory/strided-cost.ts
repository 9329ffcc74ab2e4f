import { bytes, flops } from '#core/units.ts';
import type { KernelCost } from '#model/analysis/kernel-cost.ts';
import { ELEMENT, sectorsTouched, Tally } from '../access/tally.ts';
import type { AccessWidths } from '../kernel.ts';
import { INVOCATIONS, sumStores } from './lane-sums.ts';

/** The order in which a strided read visits `count` addresses, each of one element or vec4: `stride` sweeps of `sweep` steps. */
export interface Sweeps {
  readonly count: number;
  readonly stride: number;
  readonly sweep: number;
}
export const sweepsOf = (count: number, stride: number): Sweeps => ({
  count,
  stride,
  sweep: Math.ceil(count / stride),
});

/** Address that an index reads; null where it reads none. */
export function addressOf({ count, stride, sweep }: Sweeps, index: number): number | null {
  const address = (index % sweep) * stride + Math.floor(index / sweep);
  return index >= sweep * stride || address >= count ? null : address;
}

/** Addresses that the indices [first, first + count) read. */
function addressesOf(sweeps: Sweeps, first: number, count: number): number[] {
  const addresses: number[] = [];
  for (let index = first; index < first + count; index++) {
    const address = addressOf(sweeps, index);
    if (address !== null) addresses.push(address);
  }
  return addresses;
}

/** Steps of one sweep that fall on an address. */
const stepsOf = ({ count, stride, sweep }: Sweeps, number: number): number =>
  (sweep - 1) * stride + number < count ? sweep : sweep - 1;

/** Loads: subgroups inside one sweep by their residues; those on the border of two sweeps one by one. */
function tallyLoads(tally: Tally, sweeps: Sweeps, lanes: number, width: number): void {
  const { stride, sweep } = sweeps;
  const borders = new Set<number>();
  const offsets = Array.from({ length: lanes }, (_, lane) => width * lane * stride);
  for (let number = 0; number < stride; number++) {
    const start = number * sweep;
    const first = Math.ceil(start / lanes);
    const end = Math.max(first, Math.floor((start + stepsOf(sweeps, number)) / lanes));
    const address = (first * lanes - start) * stride + number;
    if (end > first)
      tally.add({
        offsets,
        width,
        start: width * address,
        loops: [{ stride: width * lanes * stride, count: end - first }],
      });
    for (const block of [Math.floor(start / lanes), Math.floor((start + sweep - 1) / lanes)])
      if (block < first || block >= end) borders.add(block);
  }
  for (const block of borders)
    tally.add({
      offsets: addressesOf(sweeps, block * lanes, lanes).map((address) => width * address),
      width,
      start: 0,
      loops: [],
    });
}

/** Distinct sectors of each workgroup, summed; a sector holds `held` addresses. */
function sectorsOfGroups(sweeps: Sweeps, groupSize: number, held: number): number {
  const { stride, sweep } = sweeps;
  const total = sweep * stride;
  let sectors = 0;
  for (let first = 0; first < total; first += groupSize) {
    const number = Math.floor(first / sweep);
    const start = first - number * sweep;
    if (start + groupSize <= sweep) {
      const steps = Math.min(groupSize, stepsOf(sweeps, number) - start);
      const low = start * stride + number;
      const high = low + (steps - 1) * stride;
      // A stride past the sector gives each step its own; a shorter one skips none.
      sectors += stride >= held ? steps : Math.floor(high / held) - Math.floor(low / held) + 1;
    } else sectors += sectorsTouched(addressesOf(sweeps, first, groupSize), 1, 0, held);
  }
  return sectors;
}

export interface StridedRead {
  readonly sweeps: Sweeps;
  /** f32 elements of one load. */
  readonly width: 1 | 4;
  /** Loads of one workgroup. */
  readonly groupSize: number;
  /** Results that are written. */
  readonly sums: number;
}

/**
 * Cost of reading in sweeps and writing the sums. Memory hands out whole sectors, and here little of each is wanted: `tiled`
 * counts the distinct sectors of each workgroup, not the distinct bytes.
 */
export function stridedCost({ sweeps, width, groupSize, sums }: StridedRead, widths: AccessWidths): KernelCost {
  const tally = new Tally(widths);
  const lanes = Math.min(widths.subgroupWidth, INVOCATIONS);
  tallyLoads(tally, sweeps, lanes, width);
  tally.add(sumStores(sums, lanes));
  const sectors = sectorsOfGroups(sweeps, groupSize, widths.sector / (ELEMENT * width));
  return tally.cost({
    flop: flops(width * sweeps.count),
    tiled: bytes(sectors * widths.sector + ELEMENT * sums),
    compulsory: bytes(ELEMENT * (width * sweeps.count + sums)),
  });
}
