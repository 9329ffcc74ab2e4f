import source from '#shaders/matmul/strided.wgsl?raw';
import { matmulKernel } from './family.ts';
import { directAccesses, downColumns } from './mappings.ts';

const TILE = 16;

export const strided = matmulKernel({
  id: 'matmul/strided',
  title: 'Matmul, strided',
  teaches:
    'The naive product with rows and columns swapped between neighbours: the same arithmetic, but each lane drags in a sector of its own.',
  source,
  workgroup: [TILE, TILE, 1],
  tile: { rows: TILE, columns: TILE, depth: 1 },
  accesses: (sizes) => directAccesses(sizes, TILE, downColumns),
});
