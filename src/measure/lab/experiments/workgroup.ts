import type { Experiment } from '../experiment.ts';
import { fixed, point } from '../layout.ts';
import { expected, type MachineClass, machineClass } from '../machine-class.ts';

const SHAPES: Readonly<Record<MachineClass, { readonly workgroups: number; readonly rounds: number }>> = {
  discrete: { workgroups: 4096, rounds: 256 },
  integrated: { workgroups: 512, rounds: 128 },
  software: { workgroups: 4, rounds: 16 },
  cpu: { workgroups: 1, rounds: 1 },
};
/** Every stride from 1 to 32 where there is time; quick: the powers of two, which meet in banks, and odd ones, which never do. */
const STRIDES = {
  quick: [1, 2, 3, 4, 8, 16, 17, 32],
  thorough: Array.from({ length: 32 }, (_, i) => i + 1),
} as const;

export const workgroup: Experiment = {
  id: 'workgroup',
  title: 'Workgroup memory',
  purpose: 'How fast the memory that a workgroup shares is, and how strides that meet in one bank slow it down.',
  engines: ['webgpu'],
  seconds: expected({ discrete: [1.5, 4], integrated: [2, 6], software: [8, 20], cpu: [0, 0] }),
  stages: (context) => {
    const shape = SHAPES[machineClass(context)];
    return [
      fixed([
        ...point(context, 'workgroup/read', shape),
        ...STRIDES[context.depth].flatMap((stride) => point(context, 'workgroup/bank-conflicts', { ...shape, stride })),
      ]),
    ];
  },
};
