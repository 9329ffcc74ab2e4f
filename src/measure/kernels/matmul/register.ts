import source from '#shaders/matmul/register.wgsl?raw';
import type { MatmulSizes, Tile, TileAccess } from './cost.ts';
import { matmulKernel } from './family.ts';

/** Outputs of a workgroup along each axis, and its step along K. */
const TILE = 32;
/** Invocations along each axis of the workgroup. */
const SIDE = 8;
const INVOCATIONS = SIDE * SIDE;
/** Rows of a tile that one invocation loads a vec4 of. */
const LOADS = TILE / SIDE;

type Address = (line: number, extent: Tile) => number | null;

/**
 * Loads of a 32×32 tile whose lines lie `pitch` elements apart: a vec4 an invocation in lines 8 apart, in one instruction
 * where lines start on whole vec4s, else in four of one element each.
 */
function tileLoads(pitch: number, address: (along: number) => Address, step: TileAccess['step']): TileAccess[] {
  const aligned = pitch % 4 === 0;
  return Array.from({ length: LOADS }, (_, load) =>
    Array.from(
      { length: aligned ? 1 : 4 },
      (_, component): TileAccess => ({
        width: aligned ? 4 : 1,
        offset: (lane, extent) => address((lane % SIDE) * 4 + component)(Math.floor(lane / SIDE) + load * SIDE, extent),
        step,
      }),
    ),
  ).flat();
}

const accesses = ({ n, k }: MatmulSizes): readonly TileAccess[] => [
  ...tileLoads(k, (depth) => (row, extent) => (row < extent.rows && depth < extent.depth ? row * k + depth : null), {
    rows: TILE * k,
    columns: 0,
    depth: TILE,
  }),
  ...tileLoads(
    n,
    (column) => (depth, extent) => (depth < extent.depth && column < extent.columns ? depth * n + column : null),
    { rows: 0, columns: TILE, depth: TILE * n },
  ),
  ...Array.from(
    { length: (TILE * TILE) / INVOCATIONS },
    (_, store): TileAccess => ({
      width: 1,
      offset: (lane, extent) => {
        const row = Math.floor((lane + store * INVOCATIONS) / TILE);
        const column = lane % TILE;
        return row < extent.rows && column < extent.columns ? row * n + column : null;
      },
      step: { rows: TILE * n, columns: TILE },
    }),
  ),
];

export const register = matmulKernel({
  id: 'matmul/register',
  title: 'Matmul, register tiles',
  teaches:
    'Sixteen outputs an invocation kept in registers: each operand that has been fetched is used four times, which is what lets the arithmetic run.',
  source,
  workgroup: [SIDE, SIDE, 1],
  // 288 vec4s of A, of which a ninth are padding, and 256 of B.
  workgroupBytes: 16 * (288 + 256),
  tile: { rows: TILE, columns: TILE, depth: TILE },
  vectors: true,
  accesses,
});
