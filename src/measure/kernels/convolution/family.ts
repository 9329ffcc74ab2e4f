import type { KernelCost } from '#model/analysis/kernel-cost.ts';
import shapeSource from '#shaders/convolution/shape.wgsl?raw';
import { ACTIVATION_WGSL } from '../activations.ts';
import { everyRow } from '../every-row.ts';
import type { AccessWidths, Dispatch, Kernel, Reference } from '../kernel.ts';
import { type Operands, planeReference } from './reference.ts';
import { type ConvolutionShape, convolutionShape, elementsOf, filterLength } from './shape.ts';

/** What one variant of the convolution adds to the family. */
export interface ConvolutionVariant
  extends Pick<Kernel, 'id' | 'title' | 'teaches' | 'source' | 'sizes' | 'misfit' | 'workgroupBytes'> {
  readonly workgroup: Dispatch;
  readonly workgroups: (shape: ConvolutionShape) => Dispatch;
  readonly cost: (shape: ConvolutionShape, widths: AccessWidths) => KernelCost;
  /** Channels first where left out. */
  readonly reference?: (shape: ConvolutionShape, operands: Operands) => Reference;
}

/** `IN_CHANNELS` of `inChannels`. */
const constantName = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

/**
 * y = activate(scale · (x ∗ weight) + shift), scale and shift by output channel. Tensors without padding between rows: x is
 * [batch][channel][height][width] and y likewise, weights are [out][in / groups][height][width], where a variant does not say
 * otherwise. What a window covers outside the input is nought.
 */
export function convolutionKernel(variant: ConvolutionVariant): Kernel {
  const { source, workgroups, cost, reference = planeReference, ...described } = variant;
  return Object.freeze<Kernel>({
    ...described,
    family: 'convolution',
    source: source + shapeSource + ACTIVATION_WGSL,
    entryPoint: 'main',
    bindings: [
      { name: 'x', access: 'read', elements: (problem) => elementsOf(convolutionShape(problem)).x },
      { name: 'weight', access: 'read', elements: (problem) => elementsOf(convolutionShape(problem)).weight },
      { name: 'scale', access: 'read', elements: (problem) => elementsOf(convolutionShape(problem)).channels },
      { name: 'shift', access: 'read', elements: (problem) => elementsOf(convolutionShape(problem)).channels },
      { name: 'y', access: 'write', elements: (problem) => elementsOf(convolutionShape(problem)).y },
    ],
    overrides: (problem) => {
      const { batch: _, ...constants } = convolutionShape(problem);
      return Object.fromEntries(Object.entries(constants).map(([key, value]) => [constantName(key), value]));
    },
    lengths: (problem) => {
      const { x, weight, channels, y } = elementsOf(convolutionShape(problem));
      return { X_LENGTH: x, WEIGHT_LENGTH: weight, CHANNELS: channels, Y_LENGTH: y };
    },
    workgroups: (problem) => workgroups(convolutionShape(problem)),
    cost: (problem, widths) => cost(convolutionShape(problem), widths),
    reference: (problem, [x, weight, scale, shift]) => {
      if (!x || !weight || !scale || !shift) throw new Error(`${variant.id} needs x, weight, scale and shift`);
      const shape = convolutionShape(problem);
      return everyRow(reference(shape, { x, weight, scale, shift }), elementsOf(shape).y * filterLength(shape));
    },
  });
}
