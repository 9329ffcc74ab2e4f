import type { MatmulSizes, Tile, TileAccess } from './cost.ts';

// Accesses of whole tiles, as the invocations of a workgroup share them out.

type Place = { readonly row: number; readonly column: number };
/** Where in the matrix an invocation is in one pass, by its local_invocation_index. */
type Pass = (lane: number) => Place;

/**
 * Passes of `invocations` over a tile of `columns`, row by row: adjacent invocations take adjacent pieces of `width`
 * elements. In the last one some may be past the tile's last row.
 */
const passes = (rows: number, columns: number, width: number, invocations: number): readonly Pass[] =>
  Array.from({ length: Math.ceil((rows * columns) / width / invocations) }, (_, pass) => (lane) => {
    const first = (lane + pass * invocations) * width;
    return { row: Math.floor(first / columns), column: first % columns };
  });

/** A tile of a matrix whose rows lie `pitch` elements apart, and how much of it is inside. */
interface Area {
  readonly pitch: number;
  readonly inside: (extent: Tile) => { readonly rows: number; readonly columns: number };
  readonly step: TileAccess['step'];
}

const areaA = ({ k }: MatmulSizes, tile: Tile): Area => ({
  pitch: k,
  inside: ({ rows, depth }) => ({ rows, columns: depth }),
  step: { rows: tile.rows * k, columns: 0, depth: tile.depth },
});
const areaB = ({ n }: MatmulSizes, tile: Tile): Area => ({
  pitch: n,
  inside: ({ columns, depth }) => ({ rows: depth, columns }),
  step: { rows: 0, columns: tile.columns, depth: tile.depth * n },
});
const areaC = ({ n }: MatmulSizes, tile: Tile): Area => ({
  pitch: n,
  inside: (extent) => extent,
  step: { rows: tile.rows * n, columns: tile.columns },
});

const access = ({ pitch, inside, step }: Area, pass: Pass, width: 1 | 4): TileAccess => ({
  width,
  offset: (lane, extent) => {
    const { row, column } = pass(lane);
    const { rows, columns } = inside(extent);
    return row < rows && column < columns ? row * pitch + column : null;
  },
  step,
});

/** One element an invocation and pass. */
const byElement = (area: Area, list: readonly Pass[]): TileAccess[] => list.map((pass) => access(area, pass, 1));

/** Four elements an invocation and pass: at once where rows start on whole vec4s, else in four loads. */
const byVector = (area: Area, list: readonly Pass[]): TileAccess[] =>
  list.flatMap((pass) => {
    if (area.pitch % 4 === 0) return access(area, pass, 4);
    return [0, 1, 2, 3].map((part) =>
      access(area, (lane) => ({ row: pass(lane).row, column: pass(lane).column + part }), 1),
    );
  });

/** Loads of a tile of A and one of B, as elements or as vec4s, by all invocations together. */
export function tileLoads(sizes: MatmulSizes, tile: Tile, invocations: number, width: 1 | 4): TileAccess[] {
  const load = width === 4 ? byVector : byElement;
  return [
    ...load(areaA(sizes, tile), passes(tile.rows, tile.depth, width, invocations)),
    ...load(areaB(sizes, tile), passes(tile.depth, tile.columns, width, invocations)),
  ];
}

/** Stores of the output tile row by row, adjacent invocations adjacent columns. */
export const coalescedStores = (sizes: MatmulSizes, tile: Tile, invocations: number): TileAccess[] =>
  byElement(areaC(sizes, tile), passes(tile.rows, tile.columns, 1, invocations));

/** One store by each invocation for each of its outputs. */
export const ownStores = (sizes: MatmulSizes, tile: Tile, outputs: readonly Pass[]): TileAccess[] =>
  byElement(areaC(sizes, tile), outputs);
