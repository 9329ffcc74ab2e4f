import type { Experiment, ExperimentContext } from '../experiment.ts';
import { fixed, point } from '../layout.ts';
import { expected } from '../machine-class.ts';
import { nearCeilings } from '../near-ceilings.ts';
import type { Stage } from '../plan.ts';
import { matmulEdge } from '../quick.ts';

/** In the order in which they are explained: each has one thing more than the one before it. */
const RUNGS = [
  'matmul/strided',
  'matmul/naive',
  'matmul/tiled-8',
  'matmul/tiled-16',
  'matmul/tiled-32',
  'matmul/register-1d',
  'matmul/register-2d',
  'matmul/register',
  'matmul/double-buffered',
  'matmul/direct-vec4',
  'matmul/subgroup',
  'matmul/split-k',
  'matmul/subgroup-matrix',
  'matmul/f16',
  'matmul/int8',
  'matmul/subgroup-matrix-f16',
] as const;

/** Of a size that suits the ceilings; what an adapter lacks is refused by name. */
const rungs = (context: ExperimentContext): Stage => ({
  count: RUNGS.length,
  plan: (measured) => {
    const edge = matmulEdge(context.adapter, measured);
    return RUNGS.flatMap((id) => point(context, id, { m: edge, n: edge, k: edge }, { role: 'point', always: true }));
  },
});

export const ladder: Experiment = {
  id: 'ladder',
  title: 'Matmul ladder',
  purpose:
    'What each step from a naive matrix product to a good one is worth: rows in order, tiles, registers, vectors, double buffers, subgroups, short numbers, matrix units.',
  engines: ['webgpu'],
  seconds: expected({ discrete: [4, 7], integrated: [6, 10], software: [30, 50], cpu: [0, 0] }),
  stages: (context) => [fixed(nearCeilings(context)), rungs(context)],
};
