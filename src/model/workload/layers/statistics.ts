import type { Shape, WeightTensor } from '../layer.ts';
import type { ReduceOp } from '../op.ts';
import type { ReduceFunction } from '../op-function.ts';
import { elementsOf } from '../shape.ts';

/** A normalisation over groups of `groupElements`: statistics in one pass, applied in a second. */
export const normalisationOp = (
  input: Shape,
  groupElements: number,
  weights: readonly WeightTensor[],
  flopPerElement: number,
  computes: ReduceFunction,
): ReduceOp => {
  const elements = elementsOf(input);
  let weightElements = 0;
  for (const { shape } of weights) weightElements += elementsOf(shape);
  return {
    op: 'reduce',
    inputElements: elements,
    outputElements: elements,
    weightElements,
    flop: elements * flopPerElement,
    groupElements,
    passes: 2,
    computes,
  };
};

/**
 * FLOP for each element of a layer or group norm: one for the mean, three for the variance (subtract, square, add), two to
 * normalise (subtract, multiply by 1/σ), and one each for scale and shift. Work done once a group is not counted.
 */
export const normFlop = (scale: boolean, shift: boolean): number => 6 + (scale ? 1 : 0) + (shift ? 1 : 0);

export function scaleAndShift(extent: number, scale: boolean, shift: boolean): readonly WeightTensor[] {
  const weights: WeightTensor[] = [];
  if (scale) weights.push({ name: 'weight', shape: [extent], trainable: true });
  if (shift) weights.push({ name: 'bias', shape: [extent], trainable: true });
  return weights;
}
