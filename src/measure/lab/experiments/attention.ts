import type { Problem } from '../../kernels/kernel.ts';
import type { Depth, Experiment, ExperimentContext } from '../experiment.ts';
import { fixed, point } from '../layout.ts';
import { expected, type MachineClass, machineClass } from '../machine-class.ts';
import type { PlannedMeasurement } from '../plan.ts';

interface Sweep {
  readonly heads: number;
  /** Queries, and as many keys. */
  readonly lengths: Readonly<Record<Depth, readonly number[]>>;
}
const SWEEPS: Readonly<Record<Exclude<MachineClass, 'cpu'>, Sweep>> = {
  discrete: { heads: 8, lengths: { quick: [128, 512, 1024, 2048], thorough: [64, 128, 256, 512, 1024, 2048, 4096] } },
  integrated: { heads: 8, lengths: { quick: [128, 256, 512, 1024], thorough: [64, 128, 256, 512, 1024, 2048] } },
  software: { heads: 4, lengths: { quick: [32, 64, 128], thorough: [32, 64, 128, 256] } },
};
const HEAD_DIM = 64;

const problemOf = (heads: number, length: number, over: Problem = {}): Problem => ({
  batch: 1,
  heads,
  kvHeads: heads,
  queries: length,
  keys: length,
  headDim: HEAD_DIM,
  causal: 0,
  packed: 0,
  ...over,
});

/** Where a processor runs the invocations, what has no barriers. */
const barriersFit = (kind: MachineClass): boolean => kind !== 'software';
const idsOf = (kind: MachineClass): readonly string[] => [
  'attention/scores',
  barriersFit(kind) ? 'attention/softmax' : 'attention/softmax-serial',
  'attention/values',
  'attention/flash',
  ...(barriersFit(kind) ? ['attention/flash-tiled'] : []),
];

function planned(context: ExperimentContext): readonly PlannedMeasurement[] {
  const kind = machineClass(context);
  if (kind === 'cpu') return [];
  const { heads, lengths } = SWEEPS[kind];
  const sweep = lengths[context.depth];
  // At one length: what causal attention leaves out, and keys that heads share.
  const last = lengths.quick.at(-1) ?? 0;
  const variants: readonly Problem[] = [{ causal: 1 }, { kvHeads: heads / 2 }, { kvHeads: 1 }];
  return [
    ...sweep.flatMap((length) => idsOf(kind).flatMap((id) => point(context, id, problemOf(heads, length)))),
    ...variants.flatMap((over) => point(context, idsOf(kind).at(-1) ?? '', problemOf(heads, last, over))),
  ];
}

export const attention: Experiment = {
  id: 'attention',
  title: 'Attention',
  purpose:
    'What it costs to write the scores of attention to memory: three kernels against one that keeps them near, as the sequence grows.',
  engines: ['webgpu'],
  seconds: expected({ discrete: [4, 10], integrated: [6, 15], software: [10, 24], cpu: [0, 0] }),
  stages: (context) => [fixed(planned(context))],
};
