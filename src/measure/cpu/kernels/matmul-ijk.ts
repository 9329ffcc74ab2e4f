import { cpuMatmul, type Matrices } from './matmul.ts';

function rows({ n, k, pitch, a, b, c }: Matrices, first: number, end: number): void {
  for (let i = first; i < end; i++) {
    const row = i * pitch;
    for (let j = 0; j < n; j++) {
      // In float64, rounded once when stored: rounding in the chain would take longer than the loads that are looked at.
      let sum = 0;
      let down = j;
      for (let p = 0; p < k; p++) {
        sum += (a[row + p] as number) * (b[down] as number);
        down += pitch;
      }
      c[row + j] = sum;
    }
  }
}

export const matmulIjk = cpuMatmul({
  id: 'matmul/ijk',
  title: 'Matmul, loops i, j, k',
  teaches:
    'The product as it is written on the board: it walks down the columns of B, where each element is in a line of its own, and a power-of-two pitch puts those lines into few sets of the cache.',
  tile: () => ({ rows: 1, columns: 1 }),
  accesses: (tally, { m, n, k, pitch }) => {
    const rowOfA = [
      { stride: pitch, count: m },
      { stride: 0, count: n },
    ];
    const columnsOfB = [
      { stride: pitch, count: k },
      { stride: 1, count: n },
      { stride: 0, count: m },
    ];
    tally.add({ offsets: [0], width: k, start: 0, loops: rowOfA });
    tally.add({ offsets: [0], width: 1, start: 0, loops: columnsOfB });
    tally.add({ offsets: [0], width: n, start: 0, loops: [{ stride: pitch, count: m }] });
  },
  steps: ({ m = 0 }) => m,
  run: (matrices) => (first, end) => rows(matrices, first, end),
});
