import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/random.ts';
import { accessesOf, type Grid, unitsOf } from './grid.ts';

/** Every point by itself. */
function walked({ sizes, taps, width, run, unit, again = [] }: Grid) {
  const points = sizes.reduce((product, size) => product * size, 1);
  const loops = again.reduce<readonly number[]>(
    (starts, { stride, count }) => starts.flatMap((at) => Array.from({ length: count }, (_, i) => at + i * stride)),
    [0],
  );
  let [units, accesses] = [0, 0];
  for (const base of loops)
    for (let first = 0; first < points; first += run) {
      const touched = new Set<number>();
      for (let point = first; point < Math.min(points, first + run); point++) {
        const digits = sizes.map((size, axis) => {
          const span = sizes.slice(axis + 1).reduce((product, inner) => product * inner, 1);
          return Math.floor(point / span) % size;
        });
        for (const { start, strides, ranges } of taps) {
          if (ranges?.some(([from, to], axis) => (digits[axis] ?? 0) < from || (digits[axis] ?? 0) >= to)) continue;
          accesses++;
          const address = digits.reduce((sum, digit, axis) => sum + digit * (strides[axis] ?? 0), base + start);
          for (let i = 0; i < width; i++) touched.add(Math.floor((address + i) / unit));
        }
      }
      units += touched.size;
    }
  return { units, accesses };
}

describe('units of a grid', () => {
  it('are those of a walk through all of its points, whatever the shape', () => {
    const random = seededRandom(11);
    const under = (limit: number) => Math.floor(random.next() * limit);
    for (let trial = 0; trial < 400; trial++) {
      const sizes = Array.from({ length: 1 + under(4) }, () => 1 + under([3, 9, 40][under(3)] ?? 1));
      const strides = sizes.map(() => under([2, 9, 70][under(3)] ?? 1));
      const ranged = under(2) === 0;
      const taps = Array.from({ length: 1 + under(3) }, () => ({
        start: under(40) - 20,
        strides,
        ...(ranged && {
          ranges: sizes.map((size): [number, number] => {
            const from = under(Math.min(3, size));
            return [from, Math.max(from, size - under(3))];
          }),
        }),
      }));
      const grid: Grid = {
        sizes,
        taps,
        width: [1, 2, 4][under(3)] ?? 1,
        run: 2 ** under(9),
        unit: 2 ** under(6),
        ...(under(3) === 0 && { again: [{ stride: under(30), count: under(4) }] }),
      };
      const { units, accesses } = walked(grid);
      expect(unitsOf(grid), JSON.stringify(grid)).toBe(units);
      expect(accessesOf(grid)).toBe(accesses);
    }
  });
  it('take no longer for a large grid', () => {
    const strides = [50_176, 112, 1];
    const grid = { sizes: [4096, 448, 112], taps: [{ start: 0, strides }], width: 1, run: 32, unit: 8 };
    expect(unitsOf(grid)).toBe((4096 * 448 * 112) / 8);
  });
});
