import { pieces } from '../../kernels/matmul/cost.ts';
import { sizeOf } from '../../kernels/problem.ts';
import { cpuMatmul, type Matrices } from './matmul.ts';

/** One output tile, rows [top, bottom) and columns [left, right): a tile of B stays in the cache while all rows of A pass it. */
function makeTile(
  { k, pitch, a, b, c }: Matrices,
  tile: number,
  top: number,
  bottom: number,
  left: number,
  right: number,
): void {
  for (let depth = 0; depth < k; depth += tile) {
    const end = Math.min(depth + tile, k);
    for (let i = top; i < bottom; i++) {
      const row = i * pitch;
      let p = depth;
      if (p === 0) {
        const factor = a[row] as number;
        for (let j = left; j < right; j++) c[row + j] = factor * (b[j] as number);
        p = 1;
      }
      for (; p < end; p++) {
        const factor = a[row + p] as number;
        const along = p * pitch;
        for (let j = left; j < right; j++)
          c[row + j] = Math.fround((c[row + j] as number) + Math.fround(factor * (b[along + j] as number)));
      }
    }
  }
}

export const matmulTiled = cpuMatmul({
  id: 'matmul/tiled',
  title: 'Matmul, tiled',
  teaches:
    'The product tile by tile: what a tile of B brings into the cache is used for many rows of A before it has to leave.',
  sizes: [{ key: 'tile', label: 'Tile, elements', min: 2, max: 128, default: 32 }],
  tile: (problem) => ({ rows: sizeOf(problem, 'tile'), columns: sizeOf(problem, 'tile') }),
  accesses: (tally, { m, n, k, pitch }, problem) => {
    const tile = sizeOf(problem, 'tile');
    const acrossTiles = Math.ceil(n / tile);
    // A row of A within a tile, once for each column of tiles.
    for (const { first, count, extent } of pieces(k, tile)) {
      const loops = [
        { stride: pitch, count: m },
        { stride: tile, count },
        { stride: 0, count: acrossTiles },
      ];
      tally.add({ offsets: [0], width: extent, start: first * tile, loops });
    }
    // A row of B within a tile for each row of A; the row of C that it is added to, loaded but the first time, and stored.
    for (const { first, count, extent } of pieces(n, tile)) {
      const over = (rows: number, times: number) => [
        { stride: pitch, count: rows },
        { stride: tile, count },
        { stride: 0, count: times },
      ];
      for (const loops of [over(k, m), over(m, k - 1), over(m, k)])
        tally.add({ offsets: [0], width: extent, start: first * tile, loops });
    }
  },
  steps: (problem) => {
    const tile = sizeOf(problem, 'tile');
    return Math.ceil(sizeOf(problem, 'm') / tile) * Math.ceil(sizeOf(problem, 'n') / tile);
  },
  run: (matrices, problem) => {
    const tile = sizeOf(problem, 'tile');
    const { m, n } = matrices;
    const columns = Math.ceil(n / tile);
    return (first, end) => {
      for (let step = first; step < end; step++) {
        const column = step % columns;
        const top = ((step - column) / columns) * tile;
        const left = column * tile;
        makeTile(matrices, tile, top, Math.min(top + tile, m), left, Math.min(left + tile, n));
      }
    };
  },
});
