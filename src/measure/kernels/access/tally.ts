import { bytes } from '#core/units.ts';
import type { KernelCost } from '#model/analysis/kernel-cost.ts';
import type { AccessWidths } from '../kernel.ts';
import { accessesOf, type Grid, unitsOf } from './grid.ts';
import { type Loop, residueCounts } from './residues.ts';

/** Bytes of one f32. */
export const ELEMENT = 4;

/** One load or store by the active lanes of one subgroup, repeated at the addresses of nested loops. */
export interface SubgroupAccess {
  /** Element offset of each active lane from the address that the loops give. */
  readonly offsets: readonly number[];
  /** Elements that a lane reads or writes at once: 4 for a vec4f. */
  readonly width: number;
  readonly start: number;
  readonly loops: readonly Loop[];
  /** Addresses go on at nought when they reach this power of two; left out: they do not. */
  readonly wrap?: number;
}

/** Distinct sectors under elements [residue + offset, … + width) of all lanes; lanes at one address share. */
export function sectorsTouched(offsets: Iterable<number>, width: number, residue: number, elements: number): number {
  const sectors = new Set<number>();
  for (const offset of offsets) {
    const last = Math.floor((residue + offset + width - 1) / elements);
    for (let sector = Math.floor((residue + offset) / elements); sector <= last; sector++) sectors.add(sector);
  }
  return sectors.size;
}

/** Sums requested, moved and useful bytes of subgroup accesses. Buffers start on sector boundaries. */
export class Tally {
  requested = 0;
  moved = 0;
  useful = 0;
  private readonly sector: number;

  constructor(widths: AccessWidths) {
    this.sector = widths.sector;
  }

  add({ offsets, width, start, loops, wrap }: SubgroupAccess): void {
    if (offsets.length === 0) return;
    const times = loops.reduce((product, loop) => product * loop.count, 1);
    if (times === 0) return;
    const distinct = new Set(offsets);
    this.requested += times * offsets.length * width * ELEMENT;
    this.useful += times * distinct.size * width * ELEMENT;
    const elements = this.sector / ELEMENT;
    residueCounts(start, loops, elements).forEach((occurrences, residue) => {
      if (occurrences === 0) return;
      // A power of two and a sector divide one another: going round, an address keeps its place in a sector.
      const sectors = wrap
        ? sectorsTouched(new Set(offsets.map((offset) => (residue + offset) % wrap)), width, 0, elements)
        : sectorsTouched(distinct, width, residue, elements);
      this.moved += occurrences * sectors * this.sector;
    });
  }

  /** The accesses of a grid by the runs of its subgroups, for one tap. */
  addGrid(grid: Omit<Grid, 'unit'>): void {
    this.requested += accessesOf(grid) * grid.width * ELEMENT;
    this.moved += unitsOf({ ...grid, unit: this.sector / ELEMENT }) * this.sector;
    this.useful += unitsOf({ ...grid, unit: 1 }) * ELEMENT;
  }

  cost(others: Pick<KernelCost, 'flop' | 'tiled' | 'compulsory'>): KernelCost {
    return { requested: bytes(this.requested), moved: bytes(this.moved), useful: bytes(this.useful), ...others };
  }
}
