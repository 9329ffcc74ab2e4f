import type { MatmulSizes, Tile, TileAccess } from './cost.ts';

/** Rows, columns and steps of K that one invocation takes at a time. */
const BLOCK = 4;
const PARTS = [0, 1, 2, 3] as const;

/** How a workgroup's invocations lie: `across` the columns, then `down` the rows, then along K in slices. */
export interface Blocks {
  readonly across: number;
  readonly down: number;
  readonly slices: number;
}

export const blockTile = ({ across, down, slices }: Blocks): Tile => ({
  rows: BLOCK * down,
  columns: BLOCK * across,
  depth: BLOCK * slices,
});

/** The first row, column and step of K of an invocation's block. */
const blockOf = ({ across, down }: Blocks, lane: number) => ({
  row: BLOCK * (Math.floor(lane / across) % down),
  column: BLOCK * (lane % across),
  depth: BLOCK * Math.floor(lane / (across * down)),
});

/**
 * Operands of 4×4 outputs straight from memory: four steps of K of each of `rows` rows of A, four columns at each of four
 * steps of B, in vec4s where the matrix's rows start on whole ones. Past the last row and column the last is read again.
 */
export function blockLoads({ n, k }: MatmulSizes, blocks: Blocks, rows: number = BLOCK): TileAccess[] {
  const tile = blockTile(blocks);
  const load = (
    width: 1 | 4,
    step: TileAccess['step'],
    depthPart: number,
    address: (row: number, column: number, depth: number, extent: Tile) => number,
  ): TileAccess => ({
    width,
    step,
    offset: (lane, extent) => {
      const { row, column, depth } = blockOf(blocks, lane);
      const active = row < extent.rows && column < extent.columns && depth + depthPart < extent.depth;
      return active ? address(row, column, depth + depthPart, extent) : null;
    },
  });
  const stepA = { rows: tile.rows * k, columns: 0, depth: tile.depth };
  const stepB = { rows: 0, columns: tile.columns, depth: tile.depth * n };
  const loadsOfA = PARTS.slice(0, rows).flatMap((below) =>
    (k % BLOCK === 0 ? [0] : PARTS).map((part) =>
      load(
        k % BLOCK === 0 ? 4 : 1,
        stepA,
        part,
        (row, _, depth, extent) => Math.min(row + below, extent.rows - 1) * k + depth,
      ),
    ),
  );
  const loadsOfB = PARTS.flatMap((part) =>
    (n % BLOCK === 0 ? [0] : PARTS).map((beside) =>
      load(
        n % BLOCK === 0 ? 4 : 1,
        stepB,
        part,
        (_, column, depth, extent) => depth * n + Math.min(column + beside, extent.columns - 1),
      ),
    ),
  );
  return [...loadsOfA, ...loadsOfB];
}

/** The places of an invocation's 4×4 outputs in the tile. */
export const blockOutputs = (blocks: Blocks) =>
  PARTS.flatMap((below) =>
    PARTS.map((beside) => (lane: number) => {
      const { row, column } = blockOf(blocks, lane);
      return { row: row + below, column: column + beside };
    }),
  );
