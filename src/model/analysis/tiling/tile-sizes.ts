/** Tile sizes listed at most where nothing else is asked for. */
const MOST = 2 ** 17;

/** The smallest tile for each number of trips that cuts of an extent can make, largest first: about 2√extent of them. */
function distinctTiles(extent: number, most: number): number[] | null {
  const tiles: number[] = [];
  for (let tile = extent; tile >= 1; ) {
    const least = Math.ceil(extent / Math.ceil(extent / tile));
    tiles.push(least);
    if (tiles.length > most) return null;
    tile = least - 1;
  }
  return tiles;
}

/**
 * Tile sizes worth trying for an extent, largest first: all that differ in trips, or, where those are more than `most`,
 * the halvings of the extent, the powers of two and as many between them, each shrunk to the least of its trips.
 */
export function tileSizes(extent: number, most = MOST): readonly number[] {
  const all = distinctTiles(extent, most);
  if (all !== null) return all;
  const some = new Set<number>();
  const add = (tile: number) => some.add(Math.ceil(extent / Math.ceil(extent / tile)));
  for (let tile = extent; tile > 1; tile = Math.ceil(tile / 2)) add(tile);
  for (let tile = 1; tile <= extent; tile *= 2) add(tile);
  const rest = Math.max(1, most - some.size);
  for (let step = 0; step <= rest; step++) add(Math.max(1, Math.round(extent ** (step / rest))));
  return [...some].sort((one, other) => other - one);
}
