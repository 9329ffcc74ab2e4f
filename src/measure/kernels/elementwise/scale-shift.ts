import addSource from '#shaders/elementwise/scale-add.wgsl?raw';
import source from '#shaders/elementwise/scale-shift.wgsl?raw';
import { activated, activatedError } from '../activations.ts';
import type { Problem } from '../kernel.ts';
import { sizeOf } from '../problem.ts';
import { sumTolerance } from '../rounding.ts';
import { type FlatLayout, type FlatVariant, flatKernel } from './flat.ts';
import { activationFlop, activationSize, extent, sizesOf } from './sizes.ts';
import { denseStrides, product } from './view.ts';

const AXES = ['batch', 'channels', 'inner'] as const;

/** Of batch × channels × inner, with `flop` for each element before the activation. */
function layout(problem: Problem, flop: number, residual: boolean): FlatLayout {
  const axes = sizesOf(problem, AXES);
  const [, channels = 1] = axes;
  const elements = product(axes);
  const dense = [{ start: 0, strides: denseStrides(axes) }];
  const each = [{ start: 0, strides: [0, 1, 0] }];
  return {
    axes,
    reads: [
      { name: 'x', elements, taps: dense },
      { name: 'scale', elements: channels, taps: each },
      { name: 'shift', elements: channels, taps: each },
      ...(residual ? [{ name: 'residual', elements, taps: dense }] : []),
    ],
    flop: elements * (flop + activationFlop(sizeOf(problem, 'activation'))),
  };
}

const common = {
  activated: true,
  sizes: [
    extent('batch', 'Batch', 1),
    extent('channels', 'Channels', 64),
    extent('inner', 'Elements of a channel', 56 * 56),
    activationSize(1),
  ],
  constants: (problem: Problem) => ({
    CHANNELS: sizeOf(problem, 'channels'),
    INNER: sizeOf(problem, 'inner'),
    ACTIVATION: sizeOf(problem, 'activation'),
  }),
  point: (problem, [x, scale, shift, residual]) => {
    const [, channels = 1, inner = 1] = sizesOf(problem, AXES);
    const code = sizeOf(problem, 'activation');
    return (index) => {
      const channel = Math.floor(index / inner) % channels;
      const product = (x?.[index] ?? Number.NaN) * (scale?.[channel] ?? Number.NaN);
      const added = shift?.[channel] ?? Number.NaN;
      const rest = residual ? (residual[index] ?? Number.NaN) : 0;
      const sum = product + added + rest;
      // Three roundings at most, each as much as two to nearest.
      const error = sumTolerance(5, Math.abs(product) + Math.abs(added) + Math.abs(rest));
      return { value: activated(code, sum), tolerance: activatedError(code, sum, error) };
    };
  },
} as const satisfies Partial<FlatVariant>;

export const scaleShift = flatKernel({
  ...common,
  id: 'elementwise/scale-shift',
  title: 'Scale and shift',
  teaches:
    'Batch norm as it runs: its statistics folded into a scale and a shift for each channel, two FLOP for the 8 B that each element moves.',
  source,
  reads: [{ name: 'x' }, { name: 'scale' }, { name: 'shift' }],
  layout: (problem) => layout(problem, 2, false),
});

export const scaleAdd = flatKernel({
  ...common,
  id: 'elementwise/scale-add',
  title: 'Scale, add and activate',
  teaches:
    'Batch norm, the sum with a shortcut and the activation in one pass: 12 B an element instead of the 28 B of a kernel each.',
  source: addSource,
  reads: [{ name: 'x' }, { name: 'scale' }, { name: 'shift' }, { name: 'residual' }],
  layout: (problem) => layout(problem, 3, true),
});
