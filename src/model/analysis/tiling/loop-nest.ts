import type { TiledTraffic } from '../matmul-traffic.ts';

/** Loops over tiles of (m × k)·(k × n): `left` is m × k, `right` k × n and the result m × n. */
export type Loop = 'm' | 'n' | 'k';
/** Outermost first. */
export type LoopOrder = readonly [Loop, Loop, Loop];
export type Trips = Readonly<Record<Loop, number>>;

export const LOOP_ORDERS: readonly LoopOrder[] = [
  ['m', 'n', 'k'],
  ['n', 'm', 'k'],
  ['m', 'k', 'n'],
  ['k', 'm', 'n'],
  ['n', 'k', 'm'],
  ['k', 'n', 'm'],
];

/** What stays in place while the innermost loop that makes more than one trip runs. */
export type Stationary = 'output' | 'weight' | 'input' | 'all';

/**
 * Times that a tensor which the loop `other` does not index crosses: once for each trip of that loop, unless the loop
 * is inside every loop of several trips that the tensor is indexed by (Timeloop, Parashar 2019).
 */
function crossings(order: LoopOrder, trips: Trips, other: Loop): number {
  for (let depth = order.length - 1; depth >= 0; depth--) {
    const loop = order[depth] as Loop;
    if (loop === other) return 1 === trips[other] || !indexedInside(order, trips, depth) ? 1 : trips[other];
  }
  return 1;
}
function indexedInside(order: LoopOrder, trips: Trips, depth: number): boolean {
  for (let inner = depth + 1; inner < order.length; inner++) if (trips[order[inner] as Loop] > 1) return true;
  return false;
}

/**
 * Elements that cross in a nest of tiled loops, exactly: each tensor as often as its tiles are fetched again, partial
 * results written on each pass and read back on each but the first. `once` is what one pass over all tiles of a tensor
 * moves: the tensor, or more where the tiles of an input overlap.
 */
export function nestTraffic(
  once: { readonly left: number; readonly right: number; readonly result: number },
  trips: Trips,
  order: LoopOrder,
): TiledTraffic {
  const passes = crossings(order, trips, 'k');
  return {
    left: once.left * crossings(order, trips, 'n'),
    right: once.right * crossings(order, trips, 'm'),
    written: once.result * passes,
    reread: once.result * (passes - 1),
  };
}

export const trafficTotal = ({ left, right, written, reread }: TiledTraffic): number => left + right + written + reread;

export function stationaryOf(order: LoopOrder, trips: Trips): Stationary {
  const moving = order.findLast((loop) => trips[loop] > 1);
  return moving === undefined ? 'all' : moving === 'k' ? 'output' : moving === 'n' ? 'input' : 'weight';
}
