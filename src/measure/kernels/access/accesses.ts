import { bytes } from '#core/units.ts';
import type { KernelCost } from '#model/analysis/kernel-cost.ts';
import type { AccessWidths } from '../kernel.ts';
import { type Loop, residueCounts } from './residues.ts';
import { ELEMENT } from './tally.ts';

/**
 * Sums requested, moved and useful bytes like `Tally`, of accesses whose addresses ascend: no set is made of them, so that
 * every window of a large image can be counted.
 */
export class Accesses {
  requested = 0;
  moved = 0;
  useful = 0;
  /** f32 in a sector. */
  readonly modulus: number;

  constructor({ sector }: Pick<AccessWidths, 'sector'>) {
    this.modulus = sector / ELEMENT;
  }

  /**
   * One load or store of an f32 each at `addresses`, ascending, by `lanes` lanes. It happens at many base addresses: `bases` says
   * how often at each residue modulo a sector, times `times`.
   */
  add(addresses: readonly number[], lanes: number, bases: Float64Array, times = 1): void {
    if (addresses.length === 0) return;
    let occurrences = 0;
    let sectors = 0;
    for (let residue = 0; residue < bases.length; residue++) {
      const count = bases[residue] ?? 0;
      if (count === 0) continue;
      occurrences += count;
      sectors += count * this.#touched(addresses, residue);
    }
    this.requested += times * occurrences * lanes * ELEMENT;
    this.useful += times * occurrences * distinct(addresses) * ELEMENT;
    this.moved += times * sectors * this.modulus * ELEMENT;
  }

  #touched(addresses: readonly number[], residue: number): number {
    let count = 0;
    let last = -1;
    for (const address of addresses) {
      const sector = Math.floor((address + residue) / this.modulus);
      if (sector !== last) count++;
      last = sector;
    }
    return count;
  }

  cost(others: Pick<KernelCost, 'flop' | 'tiled' | 'compulsory'>): KernelCost {
    return { requested: bytes(this.requested), moved: bytes(this.moved), useful: bytes(this.useful), ...others };
  }
}

function distinct(addresses: readonly number[]): number {
  let count = 0;
  let last = -1;
  for (const address of addresses) {
    if (address !== last) count++;
    last = address;
  }
  return count;
}

/** How often each residue occurs when what `bases` counts is repeated in nested loops, all of it `start` elements on. */
export function looped(bases: Float64Array, loops: readonly Loop[], start = 0): Float64Array {
  const sum = new Float64Array(bases.length);
  bases.forEach((times, residue) => {
    if (times === 0) return;
    residueCounts(residue + start, loops, bases.length).forEach((count, at) => {
      sum[at] = (sum[at] ?? 0) + times * count;
    });
  });
  return sum;
}

/** Offsets that lie alike, and how often they do at each residue of their first address. */
export class Patterns {
  readonly #byKey = new Map<string, { readonly offsets: readonly number[]; readonly bases: Float64Array }>();
  readonly #modulus: number;

  constructor(modulus: number) {
    this.#modulus = modulus;
  }

  /** `addresses` ascend; they occur once. */
  add(addresses: readonly number[]): void {
    const [first] = addresses;
    if (first === undefined) return;
    const offsets = addresses.map((address) => address - first);
    const key = offsets.join();
    const pattern = this.#byKey.get(key) ?? { offsets, bases: new Float64Array(this.#modulus) };
    const residue = first % this.#modulus;
    pattern.bases[residue] = (pattern.bases[residue] ?? 0) + 1;
    this.#byKey.set(key, pattern);
  }

  [Symbol.iterator]() {
    return this.#byKey.values();
  }
}
