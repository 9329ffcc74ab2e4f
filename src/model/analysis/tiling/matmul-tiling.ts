import type { TiledTraffic } from '../matmul-traffic.ts';
import { type LoopOrder, nestTraffic, type Trips, trafficTotal } from './loop-nest.ts';
import { tileSizes } from './tile-sizes.ts';

export interface MatmulTiling {
  /** Extents of a tile. */
  readonly tile: Trips;
  readonly trips: Trips;
  readonly order: LoopOrder;
  readonly traffic: TiledTraffic;
}

/**
 * Tiles (x, y) with trips (px, py) that make wx·px + wy·py smallest with (x + 1)(y + 1) ≤ capacity + 1: every number of
 * trips of the shorter extent is tried with the fewest that the other can then have.
 */
function bestPair(dx: number, dy: number, wx: number, wy: number, capacity: number) {
  const [short, long, ws, wl] = dx <= dy ? [dx, dy, wx, wy] : [dy, dx, wy, wx];
  let least = Number.POSITIVE_INFINITY;
  let best: readonly [number, number] = [1, 1];
  for (const tile of tileSizes(short)) {
    const room = Math.min(long, Math.floor((capacity + 1) / (tile + 1)) - 1);
    if (room < 1) continue;
    const cost = ws * Math.ceil(short / tile) + wl * Math.ceil(long / room);
    if (cost >= least) continue;
    least = cost;
    best = [tile, room];
  }
  return dx <= dy ? best : ([best[1], best[0]] as const);
}

/** As many as fit beside what stays, and no more than evens out the trips. */
const evened = (extent: number, room: number) => {
  const most = Math.max(1, Math.min(extent, Math.floor(room)));
  return Math.ceil(extent / Math.ceil(extent / most));
};

/**
 * The tiles and the loop order that move the fewest elements of (m × k)·(k × n) through a memory of `capacity`
 * elements, tm·tk + tk·tn + tm·tn ≤ capacity, of all orders and all whole tiles: one of three tensors stays in place,
 * the loop that leaves it alone is best cut by one, and of the other two every number of trips is tried. That loop then
 * takes whatever room is left. Under 3 elements nothing is reused. Exact for extents up to 2³².
 */
export function bestMatmulTiling(m: number, n: number, k: number, capacity: number): MatmulTiling {
  const once = { left: m * k, right: k * n, result: m * n };
  const made = (tile: Trips, order: LoopOrder): MatmulTiling => {
    const trips = { m: Math.ceil(m / tile.m), n: Math.ceil(n / tile.n), k: Math.ceil(k / tile.k) };
    return { tile, trips, order, traffic: nestTraffic(once, trips, order) };
  };
  if (capacity < 3) return made({ m: 1, n: 1, k: 1 }, ['m', 'n', 'k']);
  const [rows, columns] = bestPair(m, n, once.right, once.left, capacity);
  const output = made({ m: rows, n: columns, k: evened(k, (capacity - rows * columns) / (rows + columns)) }, [
    'm',
    'n',
    'k',
  ]);
  const [high, deep] = bestPair(m, k, once.right, 2 * once.result, capacity);
  const input = made({ m: high, k: deep, n: evened(n, (capacity - high * deep) / (high + deep)) }, ['m', 'k', 'n']);
  const [wide, long] = bestPair(n, k, once.left, 2 * once.result, capacity);
  const weight = made({ n: wide, k: long, m: evened(m, (capacity - wide * long) / (wide + long)) }, ['n', 'k', 'm']);
  return [input, weight].reduce(
    (best, each) => (trafficTotal(each.traffic) < trafficTotal(best.traffic) ? each : best),
    output,
  );
}
