import source from '#shaders/matmul/subgroup-matrix.wgsl?raw';
import halfSource from '#shaders/matmul/subgroup-matrix-f16.wgsl?raw';
import type { SubgroupMatrixConfig } from '../../record/record.ts';
import type { Kernel } from '../kernel.ts';
import { SINGLE } from './arithmetic.ts';
import { matmulKernel } from './family.ts';
import { halvesIn, type Operands, SINGLES } from './operands.ts';
import { coalescedStores, tileLoads } from './tile-accesses.ts';

/** A multiple of every subgroup's width, as the extension wants it. */
const INVOCATIONS = 128;
/** Parts of a tile that subgroups make; fewer of them take turns, and each turn loads the operands anew. */
const QUARTERS = 4;
const EDGE = 32;

interface Parts extends Pick<Kernel, 'id' | 'title' | 'teaches' | 'source' | 'workgroupBytes'> {
  readonly features: readonly string[];
  readonly matrix: SubgroupMatrixConfig;
  readonly operands: Operands;
  /** Steps of K at a time. */
  readonly depth: number;
}

function matrixProduct({ features, matrix, depth, ...parts }: Parts): Kernel {
  const tile = { rows: EDGE, columns: EDGE, depth };
  return matmulKernel({
    ...parts,
    requires: { features, subgroupMatrix: matrix },
    workgroup: [INVOCATIONS, 1, 1],
    tile,
    accesses: (sizes, { subgroupWidth }) => {
      const turns = Math.ceil((QUARTERS * subgroupWidth) / INVOCATIONS);
      const loads = tileLoads(sizes, tile, INVOCATIONS, 1);
      return [...Array.from({ length: turns }, () => loads).flat(), ...coalescedStores(sizes, tile, INVOCATIONS)];
    },
  });
}

export const subgroupMatrixProduct = matrixProduct({
  id: 'matmul/subgroup-matrix',
  title: 'Matmul, matrix units, f32',
  teaches:
    'Matrices of 8×8 that a whole subgroup multiplies at once: where there are units for matrices, they do in one instruction what register tiles do in hundreds.',
  source,
  features: ['chromium-experimental-subgroup-matrix', 'subgroups'],
  matrix: { M: 8, N: 8, K: 8, componentType: 'f32', resultComponentType: 'f32' },
  operands: SINGLES,
  // Tiles of A and B of 512 elements, of C of 1,024, and a counter.
  workgroupBytes: 4 * (2 * 512 + 1024 + 1),
  depth: 16,
});

export const subgroupMatrixHalves = matrixProduct({
  id: 'matmul/subgroup-matrix-f16',
  title: 'Matmul, matrix units, f16',
  teaches:
    'Matrices of 16×16 of f16, added up in f32: what matrix units are built for, and the fastest products that a GPU makes where operands may be so short.',
  source: halfSource,
  features: ['chromium-experimental-subgroup-matrix', 'subgroups', 'shader-f16'],
  matrix: { M: 16, N: 16, K: 16, componentType: 'f16', resultComponentType: 'f32' },
  operands: halvesIn(SINGLE),
  // Tiles of A and B of 1,024 f16, of C of 1,024 f32, and a counter.
  workgroupBytes: 2 * 2 * 1024 + 4 * (1024 + 1),
  depth: 32,
});
