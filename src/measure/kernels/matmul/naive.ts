import source from '#shaders/matmul/naive.wgsl?raw';
import { matmulKernel } from './family.ts';
import { alongRows, directAccesses } from './mappings.ts';

const TILE = 16;

export const naive = matmulKernel({
  id: 'matmul/naive',
  title: 'Matmul, naive',
  teaches:
    'One output an invocation, operands straight from memory: accesses coalesce, but every operand is asked for again and again.',
  source,
  workgroup: [TILE, TILE, 1],
  tile: { rows: TILE, columns: TILE, depth: 1 },
  accesses: (sizes) => directAccesses(sizes, TILE, alongRows),
});
