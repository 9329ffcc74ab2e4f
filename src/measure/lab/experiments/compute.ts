import type { Experiment } from '../experiment.ts';
import { fixed, point } from '../layout.ts';
import { expected, type MachineClass, machineClass } from '../machine-class.ts';

interface Shape {
  readonly invocations: number;
  readonly iterations: number;
}
const SHAPES: Readonly<Record<MachineClass, Shape>> = {
  discrete: { invocations: 2 ** 18, iterations: 1024 },
  integrated: { invocations: 2 ** 16, iterations: 1024 },
  software: { invocations: 2 ** 12, iterations: 256 },
  cpu: { invocations: 64, iterations: 2 ** 14 },
};
const CHAINS = [1, 2, 3, 4, 5, 6, 7, 8] as const;
const PEAKS = [
  'compute/fma',
  'compute/fma-f16',
  'compute/dot-int8',
  'compute/subgroup-matrix',
  'compute/subgroup-matrix-f16',
] as const;

export const compute: Experiment = {
  id: 'compute',
  title: 'Arithmetic',
  purpose:
    'How many operations a second there are at most, by number format, and how many must be under way at once to get there.',
  engines: ['webgpu', 'cpu'],
  seconds: expected({ discrete: [1.5, 3], integrated: [2, 4], software: [5, 9], cpu: [2, 4] }),
  stages: (context) => {
    const shape = SHAPES[machineClass(context)];
    return [
      fixed([
        // The roof of the roofline is f32; other formats are points of their own. What an adapter lacks is refused by name.
        ...PEAKS.flatMap((id) =>
          point(
            context,
            id,
            { ...shape },
            { role: id === 'compute/fma' ? 'compute-peak' : 'sweep', shrink: 'invocations' },
          ),
        ),
        ...CHAINS.flatMap((chains) => point(context, 'compute/fma-chains', { ...shape, chains })),
      ]),
    ];
  },
};
