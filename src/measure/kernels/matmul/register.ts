import source from '#shaders/matmul/register.wgsl?raw';
import { matmulKernel } from './family.ts';
import { coalescedStores, tileLoads } from './tile-accesses.ts';

const TILE = { rows: 32, columns: 32, depth: 32 };
/** Invocations along each axis of the workgroup. */
const SIDE = 8;

export const register = matmulKernel({
  id: 'matmul/register',
  title: 'Matmul, register tiles',
  teaches:
    'Sixteen outputs an invocation kept in registers: each operand that has been fetched is used four times, which is what lets the arithmetic run.',
  source,
  workgroup: [SIDE, SIDE, 1],
  // 288 vec4s of A, of which a ninth are padding, and 256 of B.
  workgroupBytes: 16 * (288 + 256),
  tile: TILE,
  vectors: true,
  accesses: (sizes) => [...tileLoads(sizes, TILE, SIDE * SIDE, 4), ...coalescedStores(sizes, TILE, SIDE * SIDE)],
});
