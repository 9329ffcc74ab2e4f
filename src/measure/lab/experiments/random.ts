import type { Experiment } from '../experiment.ts';
import { fixed, point } from '../layout.ts';
import { expected, type MachineClass, machineClass } from '../machine-class.ts';

/** log2 of the elements, from well inside the caches to well past them. */
const RANGE: Readonly<Record<MachineClass, readonly [from: number, to: number]>> = {
  discrete: [16, 27],
  integrated: [14, 25],
  software: [12, 19],
  cpu: [0, 0],
};

export const random: Experiment = {
  id: 'random',
  title: 'Random access',
  purpose: 'What is left of the bandwidth when every read lands anywhere: each moves a whole sector for four bytes.',
  engines: ['webgpu'],
  seconds: expected({ discrete: [1, 2], integrated: [2, 4], software: [3, 6], cpu: [0, 0] }),
  stages: (context) => {
    const [from, to] = RANGE[machineClass(context)];
    const step = context.depth === 'thorough' ? 1 : 2;
    const powers = Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => to - step * i).toReversed();
    return [
      fixed(powers.flatMap((power) => point(context, 'memory/random', { elements: 2 ** power }, { rotation: 2 }))),
    ];
  },
};
