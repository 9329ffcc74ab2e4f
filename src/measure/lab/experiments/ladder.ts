import { bestMatmul } from '../../kernels/best-matmul.ts';
import type { Measurement } from '../../record/record.ts';
import type { ProductSizes } from '../../record/tuning/choice.ts';
import { NOTHING_TUNED, rememberTuning } from '../../record/tuning/memory.ts';
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

/** The best matmul here: as the run has tuned it, or as is usual for the adapter's kind. */
function bestHere({ engine, adapter }: ExperimentContext, measured: readonly Measurement[], sizes: ProductSizes) {
  const tuning = rememberTuning(NOTHING_TUNED, { engine, adapter, measurements: measured, startedAt: '' });
  return bestMatmul(sizes, adapter, tuning);
}

/** Of a size that suits the ceilings; what an adapter lacks is refused by name. */
const rungs = (context: ExperimentContext): Stage => ({
  count: RUNGS.length + 1,
  plan: (measured) => {
    const edge = matmulEdge(context.adapter, measured);
    const sizes = { m: edge, n: edge, k: edge };
    const best = bestHere(context, measured, sizes);
    return [...RUNGS.map((id) => [id, sizes] as const), [best.kernel.id, best.problem] as const].flatMap(
      ([id, problem]) => point(context, id, problem, { role: 'point', always: true }),
    );
  },
});

/** Of few rows against a wide matrix, as when a language model decodes. */
const FEW_ROWS = ['matmul/direct-vec4', 'matmul/split-k', 'matmul/small-m'] as const;
const ROWS = 4;
const WIDER = 4;

const fewRows = (context: ExperimentContext): Stage => ({
  count: FEW_ROWS.length,
  plan: (measured) => {
    const edge = WIDER * matmulEdge(context.adapter, measured);
    return FEW_ROWS.flatMap((id) => point(context, id, { m: ROWS, n: edge, k: edge }, { role: 'point', always: true }));
  },
});

export const ladder: Experiment = {
  id: 'ladder',
  title: 'Matmul ladder',
  purpose:
    'What each step from a naive matrix product to a good one is worth: rows in order, tiles, registers, vectors, double buffers, subgroups, short numbers, matrix units.',
  engines: ['webgpu'],
  seconds: expected({ discrete: [5, 8], integrated: [7, 12], software: [35, 60], cpu: [0, 0] }),
  stages: (context) => [fixed(nearCeilings(context)), rungs(context), fewRows(context)],
};
