import source from '#shaders/matmul/naive.wgsl?raw';
import { matmulKernel } from './family.ts';

const TILE = 16;

export const naive = matmulKernel({
  id: 'matmul/naive',
  title: 'Matmul, naive',
  teaches:
    'One output an invocation, operands straight from memory: adjacent invocations read adjacent columns, so accesses coalesce, but every operand is asked for again and again.',
  source,
  workgroup: [TILE, TILE, 1],
  tile: { rows: TILE, columns: TILE, depth: 1 },
  accesses: ({ n, k }) => {
    const inside = (lane: number, extent: { rows: number; columns: number }) =>
      lane % TILE < extent.columns && Math.floor(lane / TILE) < extent.rows;
    return [
      {
        width: 1,
        offset: (lane, extent) => (inside(lane, extent) ? Math.floor(lane / TILE) * k : null),
        step: { rows: TILE * k, columns: 0, depth: 1 },
      },
      {
        width: 1,
        offset: (lane, extent) => (inside(lane, extent) ? lane % TILE : null),
        step: { rows: 0, columns: TILE, depth: n },
      },
      {
        width: 1,
        offset: (lane, extent) => (inside(lane, extent) ? Math.floor(lane / TILE) * n + (lane % TILE) : null),
        step: { rows: TILE * n, columns: TILE },
      },
    ];
  },
});
