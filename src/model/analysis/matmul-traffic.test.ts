import { describe, expect, it, vi } from 'vitest';
import { seededRandom } from '#core/random.ts';
import { matmulTraffic } from './matmul-traffic.ts';

const ORDERS = ['mnk', 'mkn', 'nmk', 'nkm', 'kmn', 'knm'];

/** The best of every whole tile where one tensor stays and the loop that leaves it alone is tiled by one. */
function everyTile(m: number, n: number, k: number, capacity: number): number {
  let least = Number.POSITIVE_INFINITY;
  const search = (dx: number, dy: number, fixed: number, wx: number, wy: number) => {
    for (let tile = 1; tile <= dx; tile++) {
      const other = Math.min(dy, Math.trunc((capacity + 1) / (tile + 1)) - 1);
      if (other < 1) break;
      least = Math.min(least, fixed + wx * Math.ceil(dx / tile) + wy * Math.ceil(dy / other));
    }
  };
  search(m, n, m * n, k * n, m * k);
  search(m, k, m * k - m * n, k * n, 2 * m * n);
  search(n, k, k * n - m * n, m * k, 2 * m * n);
  return least;
}

/** The definition, written out: every order, every tile. */
function exhaustive(m: number, n: number, k: number, capacity: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let tm = 1; tm <= m; tm++)
    for (let tn = 1; tn <= n && tm * tn <= capacity; tn++)
      for (let tk = 1; tk <= k && tm * tk + tk * tn + tm * tn <= capacity; tk++) {
        const trips: Record<string, number> = { m: Math.ceil(m / tm), n: Math.ceil(n / tn), k: Math.ceil(k / tk) };
        for (const order of ORDERS) {
          const times = (relevant: string) => {
            let innermost = -1;
            for (let depth = 0; depth < 3; depth++) {
              const loop = order.charAt(depth);
              if (relevant.includes(loop) && (trips[loop] ?? 1) > 1) innermost = depth;
            }
            let product = 1;
            for (let depth = 0; depth <= innermost; depth++) {
              const loop = order.charAt(depth);
              if (!relevant.includes(loop)) product *= trips[loop] ?? 1;
            }
            return product;
          };
          const total = m * k * times('mk') + k * n * times('kn') + m * n * (2 * times('mn') - 1);
          least = Math.min(least, total);
        }
      }
  return least;
}

const totalOf = ({ left, right, written, reread }: ReturnType<typeof matmulTraffic>) => left + right + written + reread;

describe('matmul traffic', { timeout: 30_000 }, () => {
  it('is within 5 % of exhaustive tile search on fifty random shapes and capacities', () => {
    const random = seededRandom(2026);
    const extent = () => 1 + random.integer(40);
    let sharp = 0;
    for (let trial = 0; trial < 50; trial++) {
      const [m, n, k] = [extent(), extent(), extent()];
      const capacity = 3 + random.integer(Math.ceil(0.2 * (m * k + k * n + m * n)));
      const best = exhaustive(m, n, k, capacity);
      const ours = totalOf(matmulTraffic(m, n, k, capacity));
      expect(ours / best, `${m}×${n}×${k} in ${capacity}`).toBeLessThanOrEqual(1.05);
      expect(ours / best, `${m}×${n}×${k} in ${capacity}`).toBeGreaterThanOrEqual(1);
      if (ours > m * k + k * n + m * n) sharp++;
    }
    expect(sharp).toBeGreaterThan(20);
  });

  it('stays within 5 % for extents far beyond what it tries', () => {
    const random = seededRandom(65_536);
    const upTo = (decades: number) => Math.ceil(10 ** (random.next() * decades));
    for (let trial = 0; trial < 200; trial++) {
      const [m, n, k, capacity] = [upTo(6), upTo(6), upTo(6), 3 + upTo(6)];
      const ratio = totalOf(matmulTraffic(m, n, k, capacity)) / everyTile(m, n, k, capacity);
      expect(ratio, `${m}×${n}×${k} in ${capacity}`).toBeLessThanOrEqual(1.05);
      expect(ratio, `${m}×${n}×${k} in ${capacity}`).toBeGreaterThan(1 - 1e-12);
    }
  });

  it('tries some thousands of tiles, however large the product', () => {
    const floor = vi.spyOn(Math, 'floor');
    try {
      // A batch of 65,536 images of 2,048² under a kernel of 1,023²: positions, channels, taps.
      for (const outputs of [1, 3, 64, 4096])
        for (const capacity of [100, 1e4, 1e6, 1e8, 1e10]) {
          floor.mockClear();
          matmulTraffic(65_536 * 2048 ** 2, outputs, 3 * 1023 ** 2, capacity);
          expect(floor.mock.calls.length).toBeLessThan(6000);
        }
    } finally {
      floor.mockRestore();
    }
  });

  it('is compulsory where one tensor fits with a row and a column of the others', () => {
    expect(matmulTraffic(100, 20, 30, 30 * 20 + 30 + 20)).toEqual({ left: 3000, right: 600, written: 2000, reread: 0 });
    expect(totalOf(matmulTraffic(100, 20, 30, 30 * 20 + 30 + 20 - 1))).toBeGreaterThan(5600);
  });

  it('reuses nothing without room for three elements', () => {
    expect(matmulTraffic(4, 5, 6, 2)).toEqual({ left: 120, right: 120, written: 20, reread: 0 });
  });

  it('approaches 2mnk / √capacity for a large product, and never rises with capacity', () => {
    const size = 4096;
    const capacity = 65_536;
    const total = totalOf(matmulTraffic(size, size, size, capacity));
    expect(total / ((2 * size ** 3) / Math.sqrt(capacity))).toBeGreaterThan(1);
    expect(total / ((2 * size ** 3) / Math.sqrt(capacity))).toBeLessThan(1.1);
    let before = Number.POSITIVE_INFINITY;
    for (let elements = 1; elements < 5000; elements += 7) {
      const now = totalOf(matmulTraffic(97, 61, 113, elements));
      expect(now).toBeLessThanOrEqual(before);
      before = now;
    }
  });
});
