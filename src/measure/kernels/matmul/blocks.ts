import type { MatmulSizes, Tile, TileAccess } from './cost.ts';

/** Rows, columns and steps of K that one invocation takes at a time. */
const BLOCK = 4;
const PARTS = [0, 1, 2, 3] as const;

/** How a workgroup's invocations lie: `across` the columns, then `down` the rows, then along K in slices. */
export interface Blocks {
  readonly across: number;
  readonly down: number;
  readonly slices: number;
  /** Neighbours lie along K first, then across the columns. */
  readonly depthFirst?: boolean;
}

export const blockTile = ({ across, down, slices }: Blocks): Tile => ({
  rows: BLOCK * down,
  columns: BLOCK * across,
  depth: BLOCK * slices,
});

/** The first row, column and step of K of an invocation's block. */
function blockOf({ across, down, slices, depthFirst = false }: Blocks, lane: number) {
  const slice = depthFirst ? lane % slices : Math.floor(lane / (across * down));
  const output = depthFirst ? Math.floor(lane / slices) : lane % (across * down);
  return { row: BLOCK * Math.floor(output / across), column: BLOCK * (output % across), depth: BLOCK * slice };
}

/** Where an invocation with a block inside the matrices reads, by the block's first row, column and step of K. */
type Address = (row: number, column: number, depth: number, extent: Tile) => number;

/** One load an invocation, `part` steps of K into its block. */
const loadOf = (
  blocks: Blocks,
  step: TileAccess['step'],
  { width, part, address }: { readonly width: 1 | 4; readonly part: number; readonly address: Address },
): TileAccess => ({
  width,
  step,
  offset: (lane, extent) => {
    const { row, column, depth } = blockOf(blocks, lane);
    const active = row < extent.rows && column < extent.columns && depth + part < extent.depth;
    return active ? address(row, column, depth + part, extent) : null;
  },
});

/** Whole vec4s along a row that starts on one, else its elements one by one. */
const along = (pitch: number): readonly { readonly width: 1 | 4; readonly part: number }[] =>
  pitch % BLOCK === 0 ? [{ width: 4, part: 0 }] : PARTS.map((part) => ({ width: 1, part }));

/** Four steps of K of each of `rows` rows of A, straight from memory. Past the last row it is read again. */
export function rowLoads({ k }: MatmulSizes, blocks: Blocks, rows: number = BLOCK): TileAccess[] {
  const tile = blockTile(blocks);
  const step = { rows: tile.rows * k, columns: 0, depth: tile.depth };
  return PARTS.slice(0, rows).flatMap((below) =>
    along(k).map((piece) =>
      loadOf(blocks, step, {
        ...piece,
        address: (row, _, depth, extent) => Math.min(row + below, extent.rows - 1) * k + depth,
      }),
    ),
  );
}

/** Four columns of B at each of four steps of K, straight from memory. Past the last column it is read again. */
export function columnLoads({ n, k }: MatmulSizes, blocks: Blocks, transposed = false): TileAccess[] {
  const tile = blockTile(blocks);
  if (transposed) {
    const step = { rows: 0, columns: tile.columns * k, depth: tile.depth };
    return PARTS.flatMap((beside) =>
      along(k).map((piece) =>
        loadOf(blocks, step, {
          ...piece,
          address: (_, column, depth, extent) => Math.min(column + beside, extent.columns - 1) * k + depth,
        }),
      ),
    );
  }
  const step = { rows: 0, columns: tile.columns, depth: tile.depth * n };
  return PARTS.flatMap((part) =>
    along(n).map(({ width, part: beside }) =>
      loadOf(blocks, step, {
        width,
        part,
        address: (_, column, depth, extent) => depth * n + Math.min(column + beside, extent.columns - 1),
      }),
    ),
  );
}

/** Operands of 4×4 outputs straight from memory, in vec4s where the matrix's rows start on whole ones. */
export const blockLoads = (sizes: MatmulSizes, blocks: Blocks, rows: number = BLOCK): TileAccess[] => [
  ...rowLoads(sizes, blocks, rows),
  ...columnLoads(sizes, blocks),
];

/** The places of an invocation's 4×4 outputs in the tile. */
export const blockOutputs = (blocks: Blocks) =>
  PARTS.flatMap((below) =>
    PARTS.map((beside) => (lane: number) => {
      const { row, column } = blockOf(blocks, lane);
      return { row: row + below, column: column + beside };
    }),
  );
