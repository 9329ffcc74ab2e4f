import type { KernelDescription, Problem } from '../../kernels/kernel.ts';
import { MAX_ROTATION } from '../../runner.ts';
import { widthsOf } from '../../widths.ts';
import type { Depth, Experiment, ExperimentContext } from '../experiment.ts';
import { fixed, point } from '../layout.ts';
import { expected, type MachineClass, machineClass } from '../machine-class.ts';
import type { PlannedMeasurement } from '../plan.ts';

interface Shape {
  readonly rows: number;
  readonly columns: number;
  /** Bytes that the sets of buffers together should pass, so that no cache answers from one dispatch to the next. */
  readonly past: number;
}
const MEBIBYTE = 2 ** 20;
const SHAPES: Readonly<Record<Exclude<MachineClass, 'cpu'>, Shape>> = {
  discrete: { rows: 4096, columns: 8192, past: 192 * MEBIBYTE },
  integrated: { rows: 4096, columns: 4096, past: 96 * MEBIBYTE },
  software: { rows: 1024, columns: 1024, past: 0 },
};
const FORMS = ['matvec/f32', 'matvec/f16', 'matvec/int8', 'matvec/int4', 'matvec/2-4'] as const;
const GROUP = 32;
/** Noughts, per cent. */
const SPARSITIES: Readonly<Record<Depth, readonly number[]>> = {
  quick: [50, 75, 90],
  thorough: [25, 50, 60, 70, 80, 90, 95, 99],
};

/** As many sets of buffers as it takes to pass the caches, as far as an engine takes them. */
function rotationOf(kernel: KernelDescription, problem: Problem, past: number, context: ExperimentContext): number {
  const size = kernel.cost({ group: GROUP, ...problem }, widthsOf(context.adapter)).compulsory;
  return Math.min(MAX_ROTATION, Math.max(1, Math.ceil(past / size)));
}

function planned(context: ExperimentContext): readonly PlannedMeasurement[] {
  const kind = machineClass(context);
  if (kind === 'cpu') return [];
  const { rows, columns, past } = SHAPES[kind];
  const one = (id: string, over: Problem = {}) => {
    const kernel = context.kernel(id);
    const problem = { rows, columns, group: GROUP, ...over };
    return kernel ? point(context, id, problem, { rotation: rotationOf(kernel, problem, past, context) }) : [];
  };
  return [
    ...FORMS.flatMap((id) => one(id)),
    ...SPARSITIES[context.depth].flatMap((sparsity) => one('matvec/csr', { sparsity })),
  ];
}

export const matvec: Experiment = {
  id: 'matvec',
  title: 'Compression as bandwidth',
  purpose:
    'How much faster a matrix meets a vector, as when a language model decodes, where its weights are fewer bytes or fewer numbers.',
  engines: ['webgpu'],
  seconds: expected({ discrete: [4, 10], integrated: [5, 12], software: [6, 16], cpu: [0, 0] }),
  stages: (context) => [fixed(planned(context))],
};
