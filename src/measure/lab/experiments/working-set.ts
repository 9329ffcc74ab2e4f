import { workingSetCurve } from '../../record/curves.ts';
import type { Experiment, ExperimentContext } from '../experiment.ts';
import { foundIn } from '../found.ts';
import { pieces, point, repeated, setSizes, spread } from '../layout.ts';
import { expected, type MachineClass, machineClass } from '../machine-class.ts';
import type { PlannedMeasurement, Stage } from '../plan.ts';
import { refinedSizes } from '../refine.ts';

type Form = 'shared' | 'private';

interface Shape {
  /** Workgroups that read; those of the private form hold a set each. */
  readonly workgroups: Readonly<Record<Form, number>>;
  /** Bytes that a dispatch asks for at least: starting it costs little beside them. */
  readonly asked: number;
  /** Largest working set: quick, thorough. The adapter's limits hold besides. */
  readonly largest: Readonly<Record<Form, readonly [quick: number, thorough: number]>>;
}
const SHAPES: Readonly<Record<MachineClass, Shape>> = {
  discrete: {
    workgroups: { shared: 2048, private: 256 },
    asked: 2 ** 31,
    largest: { shared: [2 ** 29, 2 ** 31], private: [2 ** 21, 2 ** 23] },
  },
  integrated: {
    workgroups: { shared: 512, private: 64 },
    asked: 2 ** 28,
    largest: { shared: [2 ** 28, 2 ** 30], private: [2 ** 21, 2 ** 23] },
  },
  software: {
    workgroups: { shared: 8, private: 4 },
    asked: 2 ** 21,
    largest: { shared: [2 ** 25, 2 ** 27], private: [2 ** 22, 2 ** 24] },
  },
  cpu: {
    workgroups: { shared: 1, private: 1 },
    asked: 2 ** 21,
    largest: { shared: [2 ** 26, 2 ** 28], private: [0, 0] },
  },
};
const FROM = 4096;
const TOGETHER = 8;
const PER_OCTAVE = { quick: 2, thorough: 4 } as const;
const REFINED = { quick: 6, thorough: 12 } as const;

function measurementOf(context: ExperimentContext, form: Form, size: number): readonly PlannedMeasurement[] {
  const id = `memory/${form}-set`;
  const { workgroups, asked } = SHAPES[machineClass(context)];
  const problem = { bytes: size, workgroups: workgroups[form] };
  // A dispatch reads all of the set: what it leaves out would not be in the way of what it reads.
  const all = form === 'private' ? workgroups.private * size : size;
  return point(context, id, repeated(context, id, problem, 'rounds', Math.max(asked, all)));
}

function stagesOf(context: ExperimentContext, form: Form): readonly Stage[] {
  if (context.kernel(`memory/${form}-set`) === undefined) return [];
  const { largest } = SHAPES[machineClass(context)];
  const { depth } = context;
  const coarse = setSizes(FROM, largest[form][depth === 'quick' ? 0 : 1], PER_OCTAVE[depth]);
  const all = (sizes: readonly number[]) => sizes.flatMap((size) => measurementOf(context, form, size));
  const count = REFINED[depth];
  return [
    // A few at a time: laying out a problem takes some time too, and a Stop is never far.
    ...pieces(spread(coarse), TOGETHER).map((sizes) => ({ count: sizes.length, plan: () => all(sizes) })),
    {
      count,
      optional: true,
      plan: (measured) =>
        all(spread(refinedSizes(workingSetCurve({ measurements: measured }, form), foundIn(measured), count))),
    },
  ];
}

export const workingSet: Experiment = {
  id: 'working-set',
  title: 'Working set',
  purpose: 'How bandwidth falls, step by step, as the data outgrows one cache after another.',
  engines: ['webgpu', 'cpu'],
  seconds: expected({ discrete: [7, 20], integrated: [11, 30], software: [14, 50], cpu: [9, 40] }),
  stages: (context) => [...stagesOf(context, 'shared'), ...stagesOf(context, 'private')],
};
