import source from '#shaders/memory/triad.wgsl?raw';
import scalarSource from '#shaders/memory/triad-scalar.wgsl?raw';
import { gamma } from '../rounding.ts';
import { type StreamVariant, streamKernel } from './stream.ts';

/** STREAM's scalar. McCalpin 1995. */
const SCALAR = 3;

const common = {
  inputs: ['b', 'c'],
  flopPerElement: 2,
  expected: (index, [b, c]) => (b?.[index] ?? Number.NaN) + SCALAR * (c?.[index] ?? Number.NaN),
  // Two roundings, or one where they are fused, which WGSL lets go either way: as much as four to nearest.
  tolerance: (index, [b, c]) =>
    gamma(4) * (Math.abs(b?.[index] ?? Number.NaN) + SCALAR * Math.abs(c?.[index] ?? Number.NaN)),
} as const satisfies Partial<StreamVariant>;

export const triad = streamKernel({
  ...common,
  id: 'memory/triad',
  title: 'Triad',
  teaches:
    'a = b + s·c: two streams in, one out and a multiply-add for 12 B, the mix by which STREAM ranks the memory of machines.',
  source,
  width: 4,
});

export const triadScalar = streamKernel({
  ...common,
  id: 'memory/triad-scalar',
  title: 'Triad, one element at a time',
  teaches: 'a = b + s·c by loads and stores of 4 B: three instructions of memory for 12 B instead of for 48.',
  source: scalarSource,
  width: 1,
});
