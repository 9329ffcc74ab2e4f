import { cpuMatmul, type Matrices } from './matmul.ts';

function rows({ n, k, pitch, a, b, c }: Matrices, first: number, end: number): void {
  for (let i = first; i < end; i++) {
    const row = i * pitch;
    // The first row of B is stored, the others are added: C need not be cleared.
    const start = a[row] as number;
    for (let j = 0; j < n; j++) c[row + j] = start * (b[j] as number);
    for (let p = 1; p < k; p++) {
      const left = a[row + p] as number;
      const along = p * pitch;
      for (let j = 0; j < n; j++)
        c[row + j] = Math.fround((c[row + j] as number) + Math.fround(left * (b[along + j] as number)));
    }
  }
}

export const matmulIkj = cpuMatmul({
  id: 'matmul/ikj',
  title: 'Matmul, loops i, k, j',
  teaches:
    'The same products with the two inner loops swapped: B and C are walked along their rows, so that every byte of a line is used.',
  tile: ({ n = 1 }) => ({ rows: 1, columns: n }),
  accesses: (tally, { m, n, k, pitch }) => {
    const rowsOfC = (times: number) => [
      { stride: pitch, count: m },
      { stride: 0, count: times },
    ];
    const rowsOfB = [
      { stride: pitch, count: k },
      { stride: 0, count: m },
    ];
    tally.add({ offsets: [0], width: k, start: 0, loops: [{ stride: pitch, count: m }] });
    tally.add({ offsets: [0], width: n, start: 0, loops: rowsOfB });
    tally.add({ offsets: [0], width: n, start: 0, loops: rowsOfC(k - 1) });
    tally.add({ offsets: [0], width: n, start: 0, loops: rowsOfC(k) });
  },
  steps: ({ m = 0 }) => m,
  run: (matrices) => (first, end) => rows(matrices, first, end),
});
