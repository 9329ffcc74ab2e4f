import source from '#shaders/matmul/tiled-strided.wgsl?raw';
import { matmulKernel } from './family.ts';
import { downColumns, tiledAccesses } from './mappings.ts';

const TILE = 16;

export const tiledStrided = matmulKernel({
  id: 'matmul/tiled-strided',
  title: 'Matmul, tiled 16×16, strided',
  teaches:
    'The tiled product with its tiles loaded down columns: no more bytes are asked for, but they come in many more sectors.',
  source,
  workgroup: [TILE, TILE, 1],
  tile: { rows: TILE, columns: TILE, depth: TILE },
  constants: { TILE },
  workgroupBytes: 2 * 4 * TILE * TILE,
  accesses: (sizes) => tiledAccesses(sizes, TILE, downColumns),
});
