import source from '#shaders/matmul/register-1d.wgsl?raw';
import { matmulKernel } from './family.ts';
import { ownStores, tileLoads } from './tile-accesses.ts';

const COLUMNS = 32;
const LINES = 8;
/** Outputs of an invocation, one below the other. */
const OUTPUTS = 8;
const TILE = { rows: LINES * OUTPUTS, columns: COLUMNS, depth: 8 };

export const register1d = matmulKernel({
  id: 'matmul/register-1d',
  title: 'Matmul, register tiles down columns',
  teaches:
    'Eight outputs an invocation, one below the other: an element of B in a register serves all eight, so that workgroup memory is read nine times for eight multiply-adds and not sixteen.',
  source,
  workgroup: [COLUMNS, LINES, 1],
  workgroupBytes: 4 * (TILE.rows + TILE.columns) * TILE.depth,
  tile: TILE,
  accesses: (sizes) => [
    ...tileLoads(sizes, TILE, COLUMNS * LINES, 1),
    ...ownStores(
      sizes,
      TILE,
      Array.from({ length: OUTPUTS }, (_, output) => (lane) => ({
        row: Math.floor(lane / COLUMNS) * OUTPUTS + output,
        column: lane % COLUMNS,
      })),
    ),
  ],
});
