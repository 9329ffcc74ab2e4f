import type { Experiment } from '../experiment.ts';
import { fixed, point } from '../layout.ts';
import { expected, type MachineClass, machineClass } from '../machine-class.ts';

/** f32 elements that are read in all, whoever reads them; and log2 of the most workgroups. */
const SHAPES: Readonly<Record<MachineClass, { readonly elements: number; readonly most: number }>> = {
  discrete: { elements: 2 ** 24, most: 14 },
  integrated: { elements: 2 ** 22, most: 12 },
  software: { elements: 2 ** 18, most: 6 },
  cpu: { elements: 2 ** 18, most: 0 },
};

export const occupancy: Experiment = {
  id: 'occupancy',
  title: 'Occupancy',
  purpose: 'How many workgroups must be under way before memory is busy all the time: one alone mostly waits.',
  engines: ['webgpu'],
  seconds: expected({ discrete: [2, 5], integrated: [2, 5], software: [4, 8], cpu: [0, 0] }),
  stages: (context) => {
    const { elements, most } = SHAPES[machineClass(context)];
    const step = context.depth === 'thorough' ? 0.5 : 1;
    const counts = Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => Math.round(2 ** (i * step)));
    return [
      fixed([...new Set(counts)].flatMap((workgroups) => point(context, 'memory/occupancy', { elements, workgroups }))),
    ];
  },
};
