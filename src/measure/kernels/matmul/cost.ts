import { bytes, flops } from '#core/units.ts';
import type { KernelCost } from '#model/analysis/kernel-cost.ts';
import type { Loop } from '../access/residues.ts';
import { ELEMENT, Tally } from '../access/tally.ts';
import type { AccessWidths } from '../kernel.ts';

export interface MatmulSizes {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}
/** What a workgroup covers: rows × columns of the output, `depth` of K at each step. */
export interface Tile {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
}

/** One load or store in the program, as one invocation of a workgroup makes it. */
export interface TileAccess {
  readonly width: 1 | 4;
  /**
   * Element offset from the tile's first element for invocation `lane` (its local_invocation_index), where `extent` is
   * how much of the tile lies inside the matrices; null where the program masks it.
   */
  readonly offset: (lane: number, extent: Tile) => number | null;
  /** Elements that the tile's first element moves by from one tile to the next; no `depth`: once an output tile. */
  readonly step: { readonly rows: number; readonly columns: number; readonly depth?: number };
  /** The same again for each of many products; left out: one. */
  readonly products?: readonly Loop[];
}

/** Whole tiles along an axis, and the rest of one at its end: every tile is like one of the two. */
export function pieces(length: number, tile: number): { first: number; count: number; extent: number }[] {
  const whole = Math.floor(length / tile);
  return [
    { first: 0, count: whole, extent: tile },
    { first: whole, count: 1, extent: length - whole * tile },
  ].filter(({ count, extent }) => count > 0 && extent > 0);
}

/**
 * Bytes of C = A·B in workgroups of `invocations`, one output tile each, exact for any sizes: accesses of whole and of edge
 * tiles are each counted once, by the residue of their address modulo the sector, times how often that occurs.
 */
export function tallyTiles(
  { m, n, k }: MatmulSizes,
  tile: Tile,
  invocations: number,
  accesses: readonly TileAccess[],
  widths: AccessWidths,
): Tally {
  const tally = new Tally(widths);
  for (const rows of pieces(m, tile.rows))
    for (const columns of pieces(n, tile.columns))
      for (const depth of pieces(k, tile.depth)) {
        const extent = { rows: rows.extent, columns: columns.extent, depth: depth.extent };
        for (const { width, offset, step, products = [] } of accesses) {
          // A store happens once, not at each step along K.
          if (step.depth === undefined && depth.first > 0) continue;
          const start = rows.first * step.rows + columns.first * step.columns + depth.first * (step.depth ?? 0);
          const loops: Loop[] = [
            { stride: step.rows, count: rows.count },
            { stride: step.columns, count: columns.count },
            { stride: step.depth ?? 0, count: step.depth === undefined ? 1 : depth.count },
            ...products,
          ];
          for (let lane = 0; lane < invocations; lane += widths.subgroupWidth) {
            const offsets: number[] = [];
            for (let i = lane; i < Math.min(lane + widths.subgroupWidth, invocations); i++) {
              const address = offset(i, extent);
              if (address !== null) offsets.push(address);
            }
            tally.add({ offsets, width, start, loops });
          }
        }
      }
  return tally;
}

/** Cost of C = A·B, of which every workgroup makes one tile. */
export const matmulCost = (
  sizes: MatmulSizes,
  tile: Tile,
  invocations: number,
  accesses: readonly TileAccess[],
  widths: AccessWidths,
): KernelCost => {
  const { m, n, k } = sizes;
  return tallyTiles(sizes, tile, invocations, accesses, widths).cost({
    flop: flops(2 * m * n * k),
    tiled: bytes(ELEMENT * (m * k * Math.ceil(n / tile.columns) + k * n * Math.ceil(m / tile.rows) + m * n)),
    compulsory: bytes(ELEMENT * (m * k + k * n + m * n)),
  });
};
