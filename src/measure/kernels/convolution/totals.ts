import { bytes, flops } from '#core/units.ts';
import { ELEMENT } from '../access/tally.ts';
import { type ConvolutionShape, elementsOf, filterLength } from './shape.ts';
import { touchedAtAll } from './window.ts';

/** FLOP of the sums: two for each weight of each output. The scale, the shift and the activation after them are left out. */
export const convolutionFlop = (shape: ConvolutionShape) => flops(2 * elementsOf(shape).y * filterLength(shape));

/** Bytes that any variant touches at least once: what windows cover of x, all weights, scales, shifts and outputs. */
export function compulsoryBytes(shape: ConvolutionShape) {
  const { weight, channels, y } = elementsOf(shape);
  return bytes(ELEMENT * (shape.batch * shape.inChannels * touchedAtAll(shape) + weight + 2 * channels + y));
}
