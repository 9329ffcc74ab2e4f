import type { Experiment, ExperimentContext } from '../experiment.ts';
import { fixed, point } from '../layout.ts';
import { expected, machineClass } from '../machine-class.ts';
import { nearCeilings } from '../near-ceilings.ts';
import type { PlannedMeasurement, Stage } from '../plan.ts';
import { matmulEdge } from '../quick.ts';

const TILES = [2, 4, 8, 16, 32] as const;
const square = (edge: number) => ({ m: edge, n: edge, k: edge });

/** On the processor: loop orders, tiles, and rows whose pitch is a power of two against padded ones. */
const CPU_EDGE = { quick: 256, thorough: 512 } as const;
const PADDING = 16;
const CPU_TILES = { quick: [8, 32, 64], thorough: [4, 8, 16, 32, 64, 128] } as const;

export function cpuLadder(context: ExperimentContext, tiles: readonly number[]): readonly PlannedMeasurement[] {
  const edge = CPU_EDGE[context.depth];
  return [edge, edge + PADDING].flatMap((pitch) => {
    const problem = { ...square(edge), pitch };
    const role = 'point';
    return [
      ...point(context, 'matmul/ijk', problem, { role }),
      ...point(context, 'matmul/ikj', problem, { role }),
      ...tiles.flatMap((tile) => point(context, 'matmul/tiled', { ...problem, tile }, { role })),
    ];
  });
}

/** Of a size that suits the ceilings; a tile whose workgroup is too large for the adapter is refused by name. */
const gpuLadder = (context: ExperimentContext): Stage => ({
  count: TILES.length + 1,
  plan: (measured) => {
    const problem = square(matmulEdge(context.adapter, measured));
    return ['matmul/naive', ...TILES.map((tile) => `matmul/tiled-${tile}`)].flatMap((id) =>
      point(context, id, problem, { role: 'point', always: true }),
    );
  },
});

export const tiling: Experiment = {
  id: 'tiling',
  title: 'Tiles',
  purpose:
    'How the time of one and the same matrix product changes with the tile that is kept near: from no reuse to too large.',
  engines: ['webgpu', 'cpu'],
  seconds: expected({ discrete: [1.5, 3], integrated: [2, 4], software: [10, 16], cpu: [5, 16] }),
  stages: (context) =>
    machineClass(context) === 'cpu'
      ? [fixed(cpuLadder(context, CPU_TILES[context.depth]))]
      : [fixed(nearCeilings(context)), gpuLadder(context)],
};
