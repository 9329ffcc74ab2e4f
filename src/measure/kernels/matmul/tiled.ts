import source from '#shaders/matmul/tiled.wgsl?raw';
import type { Kernel } from '../kernel.ts';
import { matmulKernel } from './family.ts';
import { alongRows, tiledAccesses } from './mappings.ts';

const tiled = (tile: number): Kernel =>
  matmulKernel({
    id: `matmul/tiled-${tile}`,
    title: `Matmul, tiled ${tile}×${tile}`,
    teaches: `Tiles of ${tile}×${tile} in workgroup memory: an element comes from memory once a workgroup instead of ${tile} times.`,
    source,
    workgroup: [tile, tile, 1],
    tile: { rows: tile, columns: tile, depth: tile },
    constants: { TILE: tile },
    workgroupBytes: 2 * 4 * tile * tile,
    accesses: (sizes) => tiledAccesses(sizes, tile, alongRows),
  });

export const tiled2 = tiled(2);
export const tiled4 = tiled(4);
export const tiled8 = tiled(8);
export const tiled16 = tiled(16);
export const tiled32 = tiled(32);
