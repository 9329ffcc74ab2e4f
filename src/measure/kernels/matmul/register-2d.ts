import source from '#shaders/matmul/register-2d.wgsl?raw';
import { matmulKernel } from './family.ts';
import { ownStores, tileLoads } from './tile-accesses.ts';

const TILE = { rows: 32, columns: 32, depth: 32 };
/** Invocations along each axis of the workgroup: neighbours in an invocation's 4×4 outputs are as far apart. */
const SIDE = 8;

export const register2d = matmulKernel({
  id: 'matmul/register-2d',
  title: 'Matmul, register tiles, no vectors',
  teaches:
    'Register tiles with their operands read one element at a time: the same bytes as in vec4s take four times the load instructions.',
  source,
  workgroup: [SIDE, SIDE, 1],
  // 33 elements for each of 32 rows of A, one of them padding, and 32 for each step of B.
  workgroupBytes: 4 * (32 * 33 + 32 * 32),
  tile: TILE,
  accesses: (sizes) => [
    ...tileLoads(sizes, TILE, SIDE * SIDE, 1),
    ...ownStores(
      sizes,
      TILE,
      Array.from({ length: 16 }, (_, output) => (lane) => ({
        row: Math.floor(lane / SIDE) + SIDE * Math.floor(output / 4),
        column: (lane % SIDE) + SIDE * (output % 4),
      })),
    ),
  ],
});
