import source from '#shaders/memory/scale.wgsl?raw';
import scalarSource from '#shaders/memory/scale-scalar.wgsl?raw';
import { gamma } from '../rounding.ts';
import { type StreamVariant, streamKernel } from './stream.ts';

/** STREAM's scalar. McCalpin 1995. */
const SCALAR = 3;

const common = {
  inputs: ['input'],
  flopPerElement: 1,
  expected: (index, [input]) => SCALAR * (input?.[index] ?? Number.NaN),
  // One rounding, which WGSL lets go either way: as much as two to nearest.
  tolerance: (index, [input]) => gamma(2) * SCALAR * Math.abs(input?.[index] ?? Number.NaN),
} as const satisfies Partial<StreamVariant>;

export const scale = streamKernel({
  ...common,
  id: 'memory/scale',
  title: 'Scale',
  teaches:
    'b = s·a: one multiplication for 8 B moved takes no longer than the copy, because arithmetic that waits for memory is free.',
  source,
  width: 4,
});

export const scaleScalar = streamKernel({
  ...common,
  id: 'memory/scale-scalar',
  title: 'Scale, one element at a time',
  teaches: 'b = s·a by loads and stores of 4 B: how most first kernels are written, beside the same with 16 B.',
  source: scalarSource,
  width: 1,
});
