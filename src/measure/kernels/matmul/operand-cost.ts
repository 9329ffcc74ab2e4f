import { bytes, flops } from '#core/units.ts';
import type { KernelCost } from '#model/analysis/kernel-cost.ts';
import { ELEMENT } from '../access/tally.ts';
import type { AccessWidths } from '../kernel.ts';
import { type MatmulSizes, type Tile, type TileAccess, tallyTiles } from './cost.ts';

/** How a product is cut, and what is read and written for it. */
export interface TiledProduct {
  /** K in stored elements. */
  readonly sizes: MatmulSizes;
  readonly tile: Tile;
  readonly invocations: number;
  readonly accesses: readonly TileAccess[];
  /** Bytes of one stored element of A and B. */
  readonly operandBytes: number;
  /** Multiplies and adds. */
  readonly operations: number;
}

/** Cost of C = A·B whose operands are narrower than the f32 of C; exact, as that of f32 alone. */
export function operandCost(product: TiledProduct, widths: AccessWidths): KernelCost {
  const { sizes, tile, invocations, accesses, operandBytes, operations } = product;
  const { m, n, k } = sizes;
  const loads = accesses.filter(({ step }) => step.depth !== undefined);
  const stores = accesses.filter(({ step }) => step.depth === undefined);
  // Elements half as wide in sectors as they are is the same as f32 in sectors twice as wide, counted half.
  const share = operandBytes / ELEMENT;
  const read = tallyTiles(sizes, tile, invocations, loads, { ...widths, sector: widths.sector / share });
  const written = tallyTiles(sizes, tile, invocations, stores, widths);
  const total = (key: 'requested' | 'moved' | 'useful') => bytes(share * read[key] + written[key]);
  const output = ELEMENT * m * n;
  return {
    flop: flops(operations),
    requested: total('requested'),
    moved: total('moved'),
    useful: total('useful'),
    tiled: bytes(operandBytes * (m * k * Math.ceil(n / tile.columns) + k * n * Math.ceil(m / tile.rows)) + output),
    compulsory: bytes(operandBytes * (m * k + k * n) + output),
  };
}
