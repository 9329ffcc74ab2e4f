import type { Problem } from '../../kernels/kernel.ts';
import type { Experiment, ExperimentContext } from '../experiment.ts';
import { streamBytes } from '../found.ts';
import { point } from '../layout.ts';
import { expected, machineClass } from '../machine-class.ts';
import type { PlannedMeasurement } from '../plan.ts';

/** Channels of an image, columns of a row of tokens: any that divide the elements. */
const CHANNELS = 64;
const COLUMNS = 1024;

/** Elements of a tensor that a near cache holds together with two more like it: 1 MiB, a quarter of it for a processor. */
const NEAR_ELEMENTS = { discrete: 2 ** 18, integrated: 2 ** 18, software: 2 ** 16, cpu: 2 ** 16 } as const;
/** Most of a tensor that no cache holds: five of them are on the GPU together. */
const MOST_BYTES = 2 ** 28;

/** A kernel that does it all and those that do it in turn, each with its problem and the size that a smaller adapter has halved. */
function kernelsFor(elements: number): readonly (readonly [id: string, problem: Problem, shrink: string])[] {
  const image = { batch: 1, channels: CHANNELS, inner: elements / CHANNELS };
  const dense = { n0: 1, n1: 1, n2: 1, n3: elements, a0: 0, a1: 0, a2: 0, a3: 1, b0: 0, b1: 0, b2: 0, b3: 1 };
  const rows = { rows: elements / COLUMNS, columns: COLUMNS };
  return [
    ['elementwise/scale-add', { ...image, activation: 1 }, 'inner'],
    ['elementwise/scale-shift', { ...image, activation: 0 }, 'inner'],
    ['elementwise/add', { ...dense, activation: 0 }, 'n3'],
    ['elementwise/activation', { elements, activation: 1 }, 'elements'],
    ['elementwise/layer-norm', { ...rows, rms: 0 }, 'rows'],
    ['elementwise/row-mean', rows, 'rows'],
    ['elementwise/row-variance', rows, 'rows'],
    ['elementwise/row-normalise', rows, 'rows'],
  ];
}
const KERNELS = kernelsFor(2 ** 20).length;

const planned = (context: ExperimentContext, elements: number): readonly PlannedMeasurement[] =>
  kernelsFor(elements).flatMap(([id, problem, shrink]) => point(context, id, problem, { shrink }));

export const fusion: Experiment = {
  id: 'fusion',
  title: 'Fused kernels',
  purpose:
    'What it saves to do in one kernel what a kernel each would do: every tensor between two kernels is written to memory and read again.',
  engines: ['webgpu'],
  seconds: expected({ discrete: [2, 5], integrated: [3, 7], software: [6, 12], cpu: [0, 0] }),
  stages: (context) => [
    { count: KERNELS, plan: () => planned(context, NEAR_ELEMENTS[machineClass(context)]) },
    {
      count: KERNELS,
      // With two more tensors beside it, more than any cache holds.
      plan: (measured) => {
        const bytes = Math.min(MOST_BYTES, streamBytes(context, measured) / 2);
        return planned(context, 2 ** Math.floor(Math.log2(bytes / 4)));
      },
    },
  ],
};
