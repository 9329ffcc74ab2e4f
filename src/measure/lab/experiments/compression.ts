import type { Experiment } from '../experiment.ts';
import { fixed, point, spread } from '../layout.ts';
import { expected, type MachineClass, machineClass } from '../machine-class.ts';

/** Elements before compression: what the plain read moves is past most caches, save on a software adapter. */
const ELEMENTS: Readonly<Record<MachineClass, number>> = {
  discrete: 2 ** 25,
  integrated: 2 ** 24,
  software: 2 ** 18,
  cpu: 2 ** 18,
};
/** Noughts, per cent. */
const SPARSITIES = {
  quick: [0, 50, 75, 95],
  thorough: [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95],
} as const;
const FORMATS = ['plain', 'zero-value', 'run-length'] as const;

export const compression: Experiment = {
  id: 'compression',
  title: 'Compression',
  purpose:
    'From how many noughts on it pays to store an array compressed: fewer bytes move, and to decode them takes work.',
  engines: ['webgpu'],
  seconds: expected({ discrete: [4, 14], integrated: [6, 20], software: [10, 40], cpu: [0, 0] }),
  stages: (context) => {
    const elements = ELEMENTS[machineClass(context)];
    const asked = SPARSITIES[context.depth].flatMap((sparsity) =>
      FORMATS.flatMap((format) =>
        point(context, `compression/${format}`, { elements, sparsity }, { shrink: 'elements' }),
      ),
    );
    return [fixed(spread(asked))];
  },
};
