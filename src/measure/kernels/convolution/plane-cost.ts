import { bytes } from '#core/units.ts';
import type { KernelCost } from '#model/analysis/kernel-cost.ts';
import { ELEMENT } from '../access/tally.ts';
import type { AccessWidths } from '../kernel.ts';
import { planeAccesses } from './plane-accesses.ts';
import { type ConvolutionShape, elementsOf, outPixels } from './shape.ts';
import { type PlaneTile, tilePixels } from './tile.ts';
import { compulsoryBytes, convolutionFlop } from './totals.ts';
import { touchedByTiles } from './window.ts';

/** Input planes that the workgroups along the channels read, each in as many channels as a group has, summed. */
function planesOfTiles(shape: ConvolutionShape, { blocks, down }: PlaneTile): number {
  const planes = blocks(shape).map(({ plane }) => plane);
  let sum = 0;
  for (let at = 0; at < planes.length; at += down) sum += new Set(planes.slice(at, at + down)).size;
  return sum;
}

/** Cost of a convolution with channels first in workgroups of one tile each. */
export function planeCost(shape: ConvolutionShape, tile: PlaneTile, widths: AccessWidths): KernelCost {
  const { batch, inChannels, outChannels, groups } = shape;
  const { weight, y } = elementsOf(shape);
  const tiles = Math.ceil(outPixels(shape) / tilePixels(tile));
  const planes = (inChannels / groups) * planesOfTiles(shape, tile);
  const x = touchedByTiles(shape, tilePixels(tile)) * planes * batch;
  return planeAccesses(shape, tile, widths).cost({
    flop: convolutionFlop(shape),
    tiled: bytes(ELEMENT * (x + tiles * batch * (weight + 2 * outChannels) + y)),
    compulsory: compulsoryBytes(shape),
  });
}
