import { bytes } from '#core/units.ts';
import type { KernelCost } from '#model/analysis/kernel-cost.ts';
import type { Accesses } from '../access/accesses.ts';
import { ELEMENT } from '../access/tally.ts';
import type { AccessWidths } from '../kernel.ts';
import { PlaneAccesses } from './plane-accesses.ts';
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

/** Cost of a convolution with channels first in workgroups of one tile each, with operands straight from memory. */
export function planeCost(shape: ConvolutionShape, tile: PlaneTile, widths: AccessWidths): KernelCost {
  const counted = new PlaneAccesses(shape, tile, widths);
  counted.addWindows();
  counted.addFilters();
  counted.addStores();
  return tiledCost(counted.accesses, shape, tile);
}

/** The cost of what was counted; each workgroup of a tile fetches what it uses once. */
export function tiledCost(accesses: Accesses, shape: ConvolutionShape, tile: PlaneTile): KernelCost {
  const { batch, inChannels, outChannels, groups } = shape;
  const { weight, y } = elementsOf(shape);
  const tiles = Math.ceil(outPixels(shape) / tilePixels(tile));
  const planes = (inChannels / groups) * planesOfTiles(shape, tile);
  const x = touchedByTiles(shape, tilePixels(tile)) * planes * batch;
  return accesses.cost({
    flop: convolutionFlop(shape),
    tiled: bytes(ELEMENT * (x + tiles * batch * (weight + 2 * outChannels) + y)),
    compulsory: compulsoryBytes(shape),
  });
}
