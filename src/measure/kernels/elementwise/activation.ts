import source from '#shaders/elementwise/activation.wgsl?raw';
import { activated, activatedError } from '../activations.ts';
import { sizeOf } from '../problem.ts';
import { flatKernel } from './flat.ts';
import { activationFlop, activationSize, extent } from './sizes.ts';

export const activation = flatKernel({
  id: 'elementwise/activation',
  title: 'Activation',
  teaches:
    'A pass over memory for next to no arithmetic: 8 B move for each element whatever the function, so its time is that of a copy.',
  source,
  activated: true,
  sizes: [extent('elements', 'Elements', 2 ** 20, 2 ** 29), activationSize(1)],
  reads: [{ name: 'x' }],
  layout: (problem) => {
    const elements = sizeOf(problem, 'elements');
    return {
      axes: [elements],
      reads: [{ name: 'x', elements, taps: [{ start: 0, strides: [1] }] }],
      flop: elements * activationFlop(sizeOf(problem, 'activation')),
    };
  },
  constants: (problem) => ({ ACTIVATION: sizeOf(problem, 'activation') }),
  point: (problem, [x]) => {
    const code = sizeOf(problem, 'activation');
    return (index) => {
      const value = x?.[index] ?? Number.NaN;
      return { value: activated(code, value), tolerance: activatedError(code, value, 0) };
    };
  },
});
