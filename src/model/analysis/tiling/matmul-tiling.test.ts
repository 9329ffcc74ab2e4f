import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matmulTraffic } from '../matmul-traffic.ts';
import { LOOP_ORDERS, nestTraffic, stationaryOf, trafficTotal } from './loop-nest.ts';
import { bestMatmulTiling } from './matmul-tiling.ts';
import { walkNest } from './nest.fixture.ts';

const small = fc.integer({ min: 1, max: 9 });
const order = fc.constantFrom(...LOOP_ORDERS);
const within = (extent: number, tile: number, index: number) => Math.min(tile, extent - index * tile);

describe('the traffic of a loop nest', () => {
  it('is what walking it tile by tile counts, ragged tiles and all', () => {
    fc.assert(
      fc.property(small, small, small, small, small, small, order, (m, n, k, tm, tn, tk, loops) => {
        const trips = { m: Math.ceil(m / tm), n: Math.ceil(n / tn), k: Math.ceil(k / tk) };
        const walked = walkNest(trips, loops, {
          left: (row, inner) => within(m, tm, row) * within(k, tk, inner),
          right: (inner, column) => within(k, tk, inner) * within(n, tn, column),
          result: (row, column) => within(m, tm, row) * within(n, tn, column),
        });
        expect(nestTraffic({ left: m * k, right: k * n, result: m * n }, trips, loops)).toEqual(walked);
      }),
      { numRuns: 500 },
    );
  });

  it('names what stays', () => {
    expect(stationaryOf(['m', 'n', 'k'], { m: 2, n: 2, k: 2 })).toBe('output');
    expect(stationaryOf(['m', 'n', 'k'], { m: 2, n: 2, k: 1 })).toBe('input');
    expect(stationaryOf(['n', 'k', 'm'], { m: 2, n: 2, k: 2 })).toBe('weight');
    expect(stationaryOf(['n', 'k', 'm'], { m: 1, n: 1, k: 1 })).toBe('all');
  });
});

/** Every order and every tile, by the definition. */
function exhaustive(m: number, n: number, k: number, capacity: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let tm = 1; tm <= m; tm++)
    for (let tn = 1; tn <= n; tn++)
      for (let tk = 1; tk <= k; tk++) {
        if (tm * tk + tk * tn + tm * tn > capacity) continue;
        const trips = { m: Math.ceil(m / tm), n: Math.ceil(n / tn), k: Math.ceil(k / tk) };
        for (const loops of LOOP_ORDERS)
          least = Math.min(
            least,
            trafficTotal(nestTraffic({ left: m * k, right: k * n, result: m * n }, trips, loops)),
          );
      }
  return least;
}

describe('the best tiling of a product', { timeout: 60_000 }, () => {
  it('is the best of every tile and order', () => {
    const extent = fc.integer({ min: 1, max: 13 });
    fc.assert(
      fc.property(extent, extent, extent, fc.integer({ min: 3, max: 200 }), (m, n, k, capacity) => {
        const { tile, traffic } = bestMatmulTiling(m, n, k, capacity);
        expect(tile.m * tile.k + tile.k * tile.n + tile.m * tile.n).toBeLessThanOrEqual(capacity);
        expect(trafficTotal(traffic)).toBe(exhaustive(m, n, k, capacity));
      }),
      { numRuns: 150 },
    );
  });

  it('is never worse than the closed form and never under compulsory, up to extents of a million', () => {
    const extent = fc.double({ min: 0, max: 6, noNaN: true }).map((decades) => Math.ceil(10 ** decades));
    fc.assert(
      fc.property(extent, extent, extent, extent, (m, n, k, capacity) => {
        const best = trafficTotal(bestMatmulTiling(m, n, k, capacity).traffic);
        expect(best).toBeLessThanOrEqual(trafficTotal(matmulTraffic(m, n, k, capacity)));
        expect(best).toBeGreaterThanOrEqual(m * k + k * n + m * n);
      }),
    );
  });
});
