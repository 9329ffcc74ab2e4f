import type { Experiment, ExperimentContext } from '../experiment.ts';
import { fixed, point, spread } from '../layout.ts';
import { expected, type MachineClass, machineClass } from '../machine-class.ts';
import { nearCeilings } from '../near-ceilings.ts';

/** f32 elements that are read, and log2 of the most FLOP for each: from memory's turn to arithmetic's. */
const SHAPES: Readonly<Record<MachineClass, { readonly elements: number; readonly most: number }>> = {
  discrete: { elements: 2 ** 26, most: 10 },
  integrated: { elements: 2 ** 24, most: 9 },
  software: { elements: 2 ** 17, most: 7 },
  cpu: { elements: 2 ** 17, most: 7 },
};
const FORMS = ['load-then-compute', 'prefetch'] as const;

function forms(context: ExperimentContext) {
  const { elements, most } = SHAPES[machineClass(context)];
  const step = context.depth === 'thorough' ? 1 : 2;
  const intensities = Array.from({ length: Math.floor((most - 1) / step) + 1 }, (_, i) => 2 ** (1 + i * step));
  return [
    // What either takes alone: the read that any form of it makes, and the best arithmetic.
    ...point(context, 'memory/read', { elements, rounds: 1 }, { role: 'point', shrink: 'elements' }),
    ...nearCeilings(context).filter(({ kernel }) => kernel.id === 'compute/fma'),
    ...spread(
      intensities.flatMap((intensity) =>
        FORMS.flatMap((form) => point(context, `memory/${form}`, { elements, intensity }, { shrink: 'elements' })),
      ),
    ),
  ];
}

export const prefetch: Experiment = {
  id: 'prefetch',
  title: 'Prefetch',
  purpose:
    'How much of the time that loads take disappears behind arithmetic: with each load after the arithmetic before it, and with the next one ahead of it.',
  engines: ['webgpu'],
  seconds: expected({ discrete: [2.5, 8], integrated: [3, 10], software: [4, 12], cpu: [0, 0] }),
  stages: (context) => [fixed(forms(context))],
};
