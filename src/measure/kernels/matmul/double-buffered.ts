import source from '#shaders/matmul/double-buffered.wgsl?raw';
import { matmulKernel } from './family.ts';
import { coalescedStores, tileLoads } from './tile-accesses.ts';

const TILE = { rows: 32, columns: 32, depth: 16 };
/** Invocations along each axis of the workgroup. */
const SIDE = 8;

export const doubleBuffered = matmulKernel({
  id: 'matmul/double-buffered',
  title: 'Matmul, double-buffered',
  teaches:
    'Register tiles with the next operands on their way while the present ones are multiplied: the wait for memory hides behind arithmetic.',
  source,
  workgroup: [SIDE, SIDE, 1],
  // Twice 160 vec4s of A, of which a fifth are padding, and twice 128 of B.
  workgroupBytes: 16 * 2 * (160 + 128),
  tile: TILE,
  vectors: true,
  accesses: (sizes) => [...tileLoads(sizes, TILE, SIDE * SIDE, 4), ...coalescedStores(sizes, TILE, SIDE * SIDE)],
});
