import { workingSetCurve } from '../../record/curves.ts';
import type { Experiment, ExperimentContext } from '../experiment.ts';
import { foundIn } from '../found.ts';
import { fixed, pieces, point, repeated, setSizes } from '../layout.ts';
import { expected, type MachineClass, machineClass } from '../machine-class.ts';
import type { PlannedMeasurement, Stage } from '../plan.ts';
import { refinedSizes } from '../refine.ts';

type Form = 'shared' | 'private';

interface Shape {
  /** Workgroups that read; those of the private form hold a set each. */
  readonly workgroups: Readonly<Record<Form, number>>;
  /** Bytes that a dispatch asks for: long enough that starting it costs nothing, short enough for many passes. */
  readonly asked: number;
  /** Largest working set: quick, thorough. The adapter's limits hold besides. */
  readonly largest: readonly [quick: number, thorough: number];
}
const SHAPES: Readonly<Record<MachineClass, Shape>> = {
  discrete: { workgroups: { shared: 2048, private: 512 }, asked: 2 ** 31, largest: [2 ** 29, 2 ** 31] },
  integrated: { workgroups: { shared: 512, private: 128 }, asked: 2 ** 28, largest: [2 ** 28, 2 ** 30] },
  software: { workgroups: { shared: 16, private: 4 }, asked: 2 ** 22, largest: [2 ** 25, 2 ** 27] },
  cpu: { workgroups: { shared: 1, private: 1 }, asked: 2 ** 24, largest: [2 ** 26, 2 ** 28] },
};
const FROM = 4096;
const PER_OCTAVE = { quick: 2, thorough: 4 } as const;
const REFINED = { quick: 6, thorough: 12 } as const;

function measurementOf(context: ExperimentContext, form: Form, size: number): readonly PlannedMeasurement[] {
  const id = `memory/${form}-set`;
  const { workgroups, asked } = SHAPES[machineClass(context)];
  const problem = { bytes: size, workgroups: workgroups[form] };
  return point(context, id, repeated(context, id, problem, 'rounds', asked));
}

function stagesOf(context: ExperimentContext, form: Form): readonly Stage[] {
  if (context.kernel(`memory/${form}-set`) === undefined) return [];
  const { largest } = SHAPES[machineClass(context)];
  const { depth } = context;
  const coarse = setSizes(FROM, largest[depth === 'quick' ? 0 : 1], PER_OCTAVE[depth]).flatMap((size) =>
    measurementOf(context, form, size),
  );
  const count = REFINED[depth];
  return [
    // A few at a time, so that a Stop in the middle of compiling is near.
    ...pieces(coarse, 8).map(fixed),
    {
      count,
      plan: (measured) =>
        refinedSizes(workingSetCurve({ measurements: measured }, form), foundIn(measured), count).flatMap((size) =>
          measurementOf(context, form, size),
        ),
    },
  ];
}

export const workingSet: Experiment = {
  id: 'working-set',
  title: 'Working set',
  purpose: 'How bandwidth falls, step by step, as the data outgrows one cache after another.',
  engines: ['webgpu', 'cpu'],
  seconds: expected({ discrete: [7, 20], integrated: [11, 30], software: [16, 50], cpu: [11, 40] }),
  stages: (context) => [...stagesOf(context, 'shared'), ...stagesOf(context, 'private')],
};
