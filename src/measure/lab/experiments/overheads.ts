import type { Experiment } from '../experiment.ts';
import { fixed, point } from '../layout.ts';
import { expected } from '../machine-class.ts';

const KERNELS = ['overhead/dispatch', 'overhead/submit', 'overhead/map', 'overhead/compile'] as const;

export const overheads: Experiment = {
  id: 'overheads',
  title: 'Overheads',
  purpose:
    'What it costs to ask a GPU for anything at all: a dispatch, a submit, reading a result back, compiling a program.',
  engines: ['webgpu'],
  seconds: expected({ discrete: [1.5, 3], integrated: [2, 4], software: [4, 8], cpu: [0, 0] }),
  stages: (context) => [fixed(KERNELS.flatMap((id) => point(context, id, {})))],
};
