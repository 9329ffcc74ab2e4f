import { bytes, flops } from '#core/units.ts';
import mainSource from '#shaders/matmul/batched.wgsl?raw';
import smallSource from '#shaders/matmul/linear-small-m.wgsl?raw';
import outputSource from '#shaders/matmul/parts/linear-output.wgsl?raw';
import operandSource from '#shaders/matmul/parts/operands.wgsl?raw';
import { ELEMENT } from '../access/tally.ts';
import { ACTIVATION_WGSL, ACTIVATIONS } from '../activations.ts';
import type { Dispatch, Kernel, Problem } from '../kernel.ts';
import { sizeOf } from '../problem.ts';
import { type Blocks, blockOutputs, blockTile, columnLoads, rowLoads } from './blocks.ts';
import { type MatmulSizes, matmulCost, type TileAccess } from './cost.ts';
import { matmulSizes, SIZES, TRANSPOSED } from './family.ts';
import { linearReference } from './linear-reference.ts';
import { coalescedStores, ownStores } from './tile-accesses.ts';

const padded = (elements: number): number => 4 * Math.ceil(elements / 4);

/** The scale and the shift of each output's column, read as it is stored. */
const outputLoads = ({ n }: MatmulSizes, stores: readonly TileAccess[]): TileAccess[] =>
  stores.flatMap(({ offset, step }) => {
    const load: TileAccess = {
      width: 1,
      step: { rows: 0, columns: step.columns },
      offset: (lane, extent) => {
        const place = offset(lane, extent);
        return place === null ? null : place % n;
      },
    };
    return [load, load];
  });

interface Shape extends Pick<Kernel, 'id' | 'title' | 'teaches' | 'source' | 'workgroupBytes'> {
  readonly workgroup: Dispatch;
  readonly constants?: Readonly<Record<string, number>>;
  readonly blocks: (transposed: boolean) => Blocks;
  /** Rows of X that an invocation reads. */
  readonly rows: (sizes: MatmulSizes) => number;
  readonly stores: (sizes: MatmulSizes) => readonly TileAccess[];
}

/**
 * Y = activate(X·W · scale + shift): X is m×k, W is k×n, or n×k where `transposed`, Y is m×n, scale and shift are n long; all
 * row-major without padding between rows. `activation` is a code of activations.ts.
 */
function linearKernel({ constants, blocks, rows, stores, ...described }: Shape): Kernel {
  const tile = blockTile(blocks(false));
  const [m, n, k] = ['m', 'n', 'k'].map((key) => (problem: Problem) => sizeOf(problem, key)) as [Size, Size, Size];
  return Object.freeze<Kernel>({
    ...described,
    family: 'matmul',
    source: described.source + operandSource + outputSource + ACTIVATION_WGSL,
    entryPoint: 'main',
    sizes: [
      ...SIZES,
      TRANSPOSED,
      { key: 'activation', label: 'Activation, by its code', min: 0, max: ACTIVATIONS.length - 1, default: 0 },
    ],
    bindings: [
      { name: 'x', access: 'read', elements: (problem) => padded(m(problem) * k(problem)) },
      { name: 'weight', access: 'read', elements: (problem) => padded(k(problem) * n(problem)) },
      { name: 'scale', access: 'read', elements: n },
      { name: 'shift', access: 'read', elements: n },
      { name: 'y', access: 'write', elements: (problem) => m(problem) * n(problem) },
    ],
    overrides: (problem) => ({
      ...constants,
      M: m(problem),
      N: n(problem),
      K: k(problem),
      TRANSPOSED: sizeOf(problem, 'transposed'),
      ACTIVATION: sizeOf(problem, 'activation'),
    }),
    lengths: (problem) => ({
      A_LENGTH: padded(m(problem) * k(problem)) / 4,
      B_LENGTH: padded(k(problem) * n(problem)) / 4,
      COLUMNS: n(problem),
      C_LENGTH: m(problem) * n(problem),
    }),
    workgroups: (problem) => [Math.ceil(n(problem) / tile.columns), Math.ceil(m(problem) / tile.rows), 1],
    cost: (problem, widths) => {
      const sizes = matmulSizes(problem);
      const transposed = sizeOf(problem, 'transposed') === 1;
      const written = stores(sizes);
      const product = matmulCost(
        sizes,
        tile,
        described.workgroup[0] * described.workgroup[1],
        [
          ...rowLoads(sizes, blocks(transposed), rows(sizes)),
          ...columnLoads(sizes, blocks(transposed), transposed),
          ...outputLoads(sizes, written),
          ...written,
        ],
        widths,
      );
      const columns = 2 * ELEMENT * sizes.n;
      return {
        ...product,
        // One multiply-add more for each output; an activation is not counted.
        flop: flops(product.flop + 2 * sizes.m * sizes.n),
        tiled: bytes(product.tiled + columns * Math.ceil(sizes.m / tile.rows)),
        compulsory: bytes(product.compulsory + columns),
      };
    },
    reference: (problem, [x, weight, scale, shift]) => {
      if (!x || !weight || !scale || !shift) throw new Error(`${described.id} needs x, weight, scale and shift`);
      return linearReference(problem, { x, weight, scale, shift });
    },
  });
}
type Size = (problem: Problem) => number;

const WHOLE: Blocks = { across: 8, down: 8, slices: 1 };

export const linear = linearKernel({
  id: 'matmul/linear',
  title: 'Linear layer',
  teaches:
    'A product whose bias and activation are done in registers before an output is stored: as kernels of their own they would read and write all of it once more.',
  source: mainSource,
  workgroup: [WHOLE.across, WHOLE.down, 1],
  constants: { A_STRIDE: 0, B_STRIDE: 0 },
  blocks: () => WHOLE,
  rows: () => 4,
  stores: (sizes) => ownStores(sizes, blockTile(WHOLE), blockOutputs(WHOLE)),
});

const FEW: Blocks = { across: 8, down: 1, slices: 16 };
const FEW_INVOCATIONS = FEW.across * FEW.down * FEW.slices;

export const linearSmallM = linearKernel({
  id: 'matmul/linear-small-m',
  title: 'Linear layer, few rows',
  teaches:
    'A linear layer of few rows, as when a language model decodes: sixteen invocations share each sum, so that a short output still has work for many, and every weight is read once for four rows.',
  source: smallSource,
  workgroup: [FEW_INVOCATIONS, 1, 1],
  // Sixteen partial sums of 128 outputs.
  workgroupBytes: 4 * 16 * 128,
  blocks: (transposed) => ({ ...FEW, depthFirst: transposed }),
  // With one row, its three neighbours are not computed.
  rows: ({ m }) => (m === 1 ? 1 : 4),
  stores: (sizes) => coalescedStores(sizes, blockTile(FEW), FEW_INVOCATIONS),
});
