/** Elements that cross one boundary in a tiled computation. */
export interface TiledTraffic {
  readonly left: number;
  readonly right: number;
  readonly written: number;
  /** Partial sums read back. */
  readonly reread: number;
}

/** Whole numbers tried each way from the real optimum. */
const STEPS = 400;

/**
 * Trips (px, py) of two tiled loops that make wx·px + wy·py smallest, where px = ⌈dx/tx⌉, py = ⌈dy/ty⌉ and (tx + 1)(ty
 * + 1) ≤ capacity + 1: the third extent of the tile is one. With real instead of whole numbers the cost is convex in px
 * and in tx, so the scan goes outward from the real optimum and stops where that lower bound passes the best: exact
 * where that is within `STEPS`. Where it is not, the other loop is scanned as well: then either one of the four numbers
 * is small and all that it could be is tried, or all are large and rounding them costs next to nothing.
 */
function bestTrips(dx: number, dy: number, wx: number, wy: number, capacity: number): readonly [number, number] {
  if ((dx + 1) * (dy + 1) <= capacity + 1) return [1, 1];
  // Two operands and a result of one element each; without room for them nothing is reused.
  if (capacity < 3) return [dx, dy];
  const along = scanTrips(dx, dy, wx, wy, capacity);
  if (along.exact) return [along.px, along.py];
  const across = scanTrips(dy, dx, wy, wx, capacity);
  return across.cost < along.cost ? [across.py, across.px] : [along.px, along.py];
}

/** The trips of the least cost that were found, and whether none can be better. */
interface Scan {
  readonly px: number;
  readonly py: number;
  readonly cost: number;
  readonly exact: boolean;
}

function scanTrips(dx: number, dy: number, wx: number, wy: number, capacity: number): Scan {
  let best = Number.POSITIVE_INFINITY;
  let bestX = dx;
  let bestY = dy;
  const room = capacity + 1;
  let exact = true;
  /** Returns whether a real-valued tile of this extent could still be better. */
  const tryTile = (tile: number, realTile: number): boolean => {
    const other = Math.min(dy, Math.floor(room / (tile + 1)) - 1);
    if (other >= 1) {
      const px = Math.ceil(dx / tile);
      const py = Math.ceil(dy / other);
      const cost = wx * px + wy * py;
      if (cost < best) {
        best = cost;
        bestX = px;
        bestY = py;
      }
    }
    const realOther = room / (realTile + 1) - 1;
    return realOther > 0 && (wx * dx) / realTile + wy * Math.max(1, dy / realOther) <= best;
  };
  const largest = Math.min(dx, Math.floor(room / 2) - 1);
  const ideal = Math.sqrt((capacity * wx * dx) / (wy * dy));
  const tile = Math.max(1, Math.min(largest, Math.round(ideal)));
  const trips = Math.ceil(dx / tile);
  if (tile <= trips) {
    const [low, high] = [Math.max(1, tile - STEPS), Math.min(largest, tile + STEPS)];
    let t = tile;
    while (t <= high && tryTile(t, t)) t++;
    if (t > high && high < largest) exact = false;
    t = tile - 1;
    while (t >= low && tryTile(t, t)) t--;
    if (t < low && low > 1) exact = false;
  } else {
    const fewest = Math.ceil(dx / largest);
    const [low, high] = [Math.max(fewest, trips - STEPS), Math.min(dx, trips + STEPS)];
    let p = trips;
    while (p <= high && tryTile(Math.ceil(dx / p), dx / p)) p++;
    if (p > high && high < dx) exact = false;
    p = trips - 1;
    while (p >= low && tryTile(Math.ceil(dx / p), dx / p)) p--;
    if (p < low && low > fewest) exact = false;
  }
  return { px: bestX, py: bestY, cost: best, exact };
}

/**
 * What `bestTrips` cannot go under: (tx)(ty) ≤ capacity, and a sum of two is at least twice the root of their product.
 */
const leastTrips = (dx: number, dy: number, wx: number, wy: number, capacity: number) =>
  Math.max(wx + wy, 2 * Math.sqrt((wx * dx * wy * dy) / capacity));

/**
 * Elements that a product (m × k)·(k × n) moves between a memory of `capacity` elements and the next farther one, with
 * the best of all loop orders and tile sizes with tm·tk + tk·tn + tm·tn ≤ capacity.
 *
 * A tile is fetched again on each trip of every loop from the outermost to the innermost that is relevant to its tensor
 * and has more than one trip (Timeloop, Parashar 2019); partial sums are written and read back. So whichever tensor the
 * innermost loop leaves alone stays in place and moves once, the extent of that loop is best tiled by one, and three
 * small problems remain. Never under the m·k + k·n + m·n of the tensors, and equal to it where one of them fits with a
 * row of the others.
 */
export function matmulTraffic(m: number, n: number, k: number, capacity: number): TiledTraffic {
  const left = m * k;
  const right = k * n;
  const result = m * n;
  // The result stays: k is innermost.
  let [trips1, trips2] = bestTrips(m, n, right, left, capacity);
  let traffic = { left: left * trips2, right: right * trips1, written: result, reread: 0 };
  let least = traffic.left + traffic.right + result;
  if (least === left + right + result) return traffic;
  if (capacity < 3) return traffic;
  // The left operand stays: n is innermost.
  if (left - result + leastTrips(m, k, right, 2 * result, capacity) < least) {
    [trips1, trips2] = bestTrips(m, k, right, 2 * result, capacity);
    const total = left + right * trips1 + result * (2 * trips2 - 1);
    if (total < least) {
      least = total;
      traffic = { left, right: right * trips1, written: result * trips2, reread: result * (trips2 - 1) };
    }
  }
  // The right operand stays: m is innermost.
  if (right - result + leastTrips(n, k, left, 2 * result, capacity) < least) {
    [trips1, trips2] = bestTrips(n, k, left, 2 * result, capacity);
    if (left * trips1 + right + result * (2 * trips2 - 1) < least)
      traffic = { left: left * trips1, right, written: result * trips2, reread: result * (trips2 - 1) };
  }
  return traffic;
}
