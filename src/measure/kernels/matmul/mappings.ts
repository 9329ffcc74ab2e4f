import type { MatmulSizes, Tile, TileAccess } from './cost.ts';

/** Which row and column of a square tile an invocation takes, by its local_invocation_index. */
export type Mapping = (lane: number, tile: number) => { readonly row: number; readonly column: number };

/** Adjacent invocations take adjacent columns. */
export const alongRows: Mapping = (lane, tile) => ({ row: Math.floor(lane / tile), column: lane % tile });
/** Adjacent invocations take adjacent rows. */
export const downColumns: Mapping = (lane, tile) => ({ row: lane % tile, column: Math.floor(lane / tile) });

const storeOfOutput = ({ n }: MatmulSizes, tile: number, mapping: Mapping): TileAccess => ({
  width: 1,
  offset: (lane, extent) => {
    const { row, column } = mapping(lane, tile);
    return row < extent.rows && column < extent.columns ? row * n + column : null;
  },
  step: { rows: tile * n, columns: tile },
});

/** Operands straight from memory: each invocation reads a row of A and a column of B, one step of K at a time. */
export function directAccesses(sizes: MatmulSizes, tile: number, mapping: Mapping): readonly TileAccess[] {
  const load = (address: (row: number, column: number) => number) => (lane: number, extent: Tile) => {
    const { row, column } = mapping(lane, tile);
    return row < extent.rows && column < extent.columns ? address(row, column) : null;
  };
  return [
    { width: 1, offset: load((row) => row * sizes.k), step: { rows: tile * sizes.k, columns: 0, depth: 1 } },
    { width: 1, offset: load((_, column) => column), step: { rows: 0, columns: tile, depth: sizes.n } },
    storeOfOutput(sizes, tile, mapping),
  ];
}

/** Tiles of A and B loaded together into workgroup memory, one element an invocation. */
export function tiledAccesses(sizes: MatmulSizes, tile: number, mapping: Mapping): readonly TileAccess[] {
  return [
    {
      width: 1,
      offset: (lane, extent) => {
        const { row, column } = mapping(lane, tile);
        return row < extent.rows && column < extent.depth ? row * sizes.k + column : null;
      },
      step: { rows: tile * sizes.k, columns: 0, depth: tile },
    },
    {
      width: 1,
      offset: (lane, extent) => {
        const { row, column } = mapping(lane, tile);
        return row < extent.depth && column < extent.columns ? row * sizes.n + column : null;
      },
      step: { rows: 0, columns: tile, depth: tile * sizes.n },
    },
    storeOfOutput(sizes, tile, mapping),
  ];
}
