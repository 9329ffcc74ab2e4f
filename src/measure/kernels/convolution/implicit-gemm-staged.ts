import source from '#shaders/convolution/implicit-gemm-staged.wgsl?raw';
import { Accesses, looped, Patterns } from '../access/accesses.ts';
import type { AccessWidths } from '../kernel.ts';
import { convolutionKernel } from './family.ts';
import { PlaneAccesses } from './plane-accesses.ts';
import { tiledCost } from './plane-cost.ts';
import { type ConvolutionShape, filterLength, outPixels, sizesWith } from './shape.ts';
import { groupBlocks, type PlaneTile } from './tile.ts';

/** Pixels and channels of a workgroup, and steps along the filter that are staged at a time. */
const EDGE = 64;
const STEPS = 16;
/** How the invocations lie when they load patches, and when they store: then each row of them has its own channels. */
const LOADS: PlaneTile = { across: EDGE, down: 1, slots: 1, channels: EDGE, blocks: groupBlocks(EDGE) };
const STORES: PlaneTile = { across: 16, down: 16, slots: 4, channels: 1, blocks: groupBlocks(1) };

/** Loads of weights: 16 invocations along the filter, and as many channels as a subgroup has such rows. */
function addFilters(accesses: Accesses, shape: ConvolutionShape, { subgroupWidth }: AccessWidths): void {
  const length = filterLength(shape);
  const lanes = Math.min(subgroupWidth, STEPS);
  const rows = Math.max(1, subgroupWidth / STEPS);
  const filters = new Patterns(accesses.modulus);
  for (let first = 0; first < shape.outChannels; first += rows) {
    const count = Math.min(rows, shape.outChannels - first);
    filters.add(Array.from({ length: count }, (_, i) => (first + i) * length));
  }
  const times = Math.ceil(outPixels(shape) / EDGE) * shape.batch;
  const whole = Math.floor(length / STEPS);
  for (let from = 0; from < STEPS; from += lanes)
    for (const { offsets, bases } of filters)
      for (const [first, steps, count] of [
        [from, whole, lanes],
        [from + whole * STEPS, 1, Math.min(lanes, length - whole * STEPS - from)],
      ] as const) {
        if (count <= 0 || steps === 0) continue;
        const along = offsets.flatMap((offset) => Array.from({ length: count }, (_, lane) => offset + lane));
        accesses.add(along, along.length, looped(bases, [{ stride: STEPS, count: steps }], first), times);
      }
}

function cost(shape: ConvolutionShape, widths: AccessWidths) {
  const accesses = new Accesses(widths);
  new PlaneAccesses(shape, LOADS, widths, accesses).addWindows();
  addFilters(accesses, shape, widths);
  new PlaneAccesses(shape, STORES, widths, accesses).addStores();
  return tiledCost(accesses, shape, LOADS);
}

export const implicitGemmStaged = convolutionKernel({
  id: 'convolution/implicit-gemm-staged',
  title: 'Convolution, implicit matrix product in workgroup memory',
  teaches:
    'Patches and weights are staged in workgroup memory for 64 pixels of 64 channels: each is read from memory once for all of them, at the price of barriers.',
  source,
  sizes: sizesWith({ groups: 1 }),
  workgroup: [16, 16, 1],
  workgroupBytes: 4 * (STEPS * EDGE + STEPS * (EDGE + 1)),
  workgroups: (shape) => [Math.ceil(outPixels(shape) / EDGE), Math.ceil(shape.outChannels / EDGE), shape.batch],
  cost,
});
