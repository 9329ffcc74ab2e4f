import type { Measurement } from './record.ts';

/** Sizes of layers that go without saying at these values. */
const USUAL: Readonly<Record<string, number>> = {
  batch: 1,
  strideHeight: 1,
  strideWidth: 1,
  dilationHeight: 1,
  dilationWidth: 1,
  padTop: 0,
  padLeft: 0,
  groups: 1,
  activation: 0,
};

/** The sizes of a problem that a person must be told: a convolution has 17, and most are as usual. */
export const toldSizes = (problem: Measurement['problem']): Measurement['problem'] =>
  Object.fromEntries(Object.entries(problem).filter(([key, size]) => USUAL[key] !== size));
