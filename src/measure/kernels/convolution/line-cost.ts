import { bytes } from '#core/units.ts';
import type { KernelCost } from '#model/analysis/kernel-cost.ts';
import { ELEMENT, Tally } from '../access/tally.ts';
import type { AccessWidths } from '../kernel.ts';
import { contiguous } from '../memory/lane-sums.ts';
import { type ConvolutionShape, elementsOf, filterLength, outPixels } from './shape.ts';
import { compulsoryBytes, convolutionFlop } from './totals.ts';
import { tapsOf, tilesOf, touchedByTiles } from './window.ts';

/** Cost of a convolution with channels last, where `invocations` in a row make neighbouring channels of `pixels` pixels each. */
export function lineCost(
  shape: ConvolutionShape,
  invocations: number,
  pixels: number,
  widths: AccessWidths,
): KernelCost {
  const { batch, inChannels, outChannels } = shape;
  const lanes = Math.min(widths.subgroupWidth, invocations);
  const groups = Math.ceil(outChannels / invocations);
  const tiles = Math.ceil(outPixels(shape) / pixels);
  const taps = tapsOf(shape);
  const tally = new Tally(widths);

  // One element of x for all lanes of a subgroup.
  let inside = 0;
  for (const { first, stands } of tilesOf(shape, pixels))
    for (let pixel = first; pixel < Math.min(first + pixels, outPixels(shape)); pixel++)
      for (let tap = 0; tap < taps.count; tap++) if (taps.at(pixel, tap) >= 0) inside += stands;
  const times = inside * inChannels * batch;
  const wholeSubgroups = Math.floor(outChannels / lanes);
  const loops = (count: number) => [{ stride: 0, count: times * count }];
  tally.add({ offsets: Array(lanes).fill(0), width: 1, start: 0, loops: loops(wholeSubgroups) });
  tally.add({ offsets: Array(outChannels % lanes).fill(0), width: 1, start: 0, loops: loops(1) });

  const rowsOf = (stride: number, count: number) => ({ stride, count });
  const add = (again: readonly { stride: number; count: number }[]) => {
    for (const access of contiguous(outChannels, lanes, 1, { again })) tally.add(access);
  };
  add([rowsOf(outChannels, filterLength(shape)), rowsOf(0, tiles * batch)]);
  // Scale, shift and the store, a pixel at a time.
  const outputs = outPixels(shape) * batch;
  add([rowsOf(0, 2 * outputs)]);
  add([rowsOf(outChannels, outputs)]);

  const { weight, y } = elementsOf(shape);
  const x = touchedByTiles(shape, pixels) * inChannels * groups * batch;
  return tally.cost({
    flop: convolutionFlop(shape),
    tiled: bytes(ELEMENT * (x + tiles * batch * (weight + 2 * outChannels) + y)),
    compulsory: compulsoryBytes(shape),
  });
}
