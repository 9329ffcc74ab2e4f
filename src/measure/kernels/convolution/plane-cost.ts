import { bytes, flops } from '#core/units.ts';
import type { KernelCost } from '#model/analysis/kernel-cost.ts';
import { Accesses, Patterns } from '../access/accesses.ts';
import { residueCounts } from '../access/residues.ts';
import { ELEMENT } from '../access/tally.ts';
import type { AccessWidths } from '../kernel.ts';
import { type ConvolutionShape, elementsOf, filterLength, inPixels, outPixels } from './shape.ts';
import { tapsOf, tilesOf, touchedAtAll, touchedByTiles } from './window.ts';

/** The output channels that one invocation makes: [first, end), those it reads weights of, and its first input channel. */
export interface ChannelBlock {
  readonly first: number;
  readonly end: number;
  readonly plane: number;
}

/** How a workgroup's invocations lie: `across` along the pixels, each with `slots` of them, then `down` along blocks of channels. */
export interface PlaneTile {
  readonly across: number;
  readonly down: number;
  /** Pixels of an invocation, `across` apart. */
  readonly slots: number;
  /** Output channels of an invocation. */
  readonly channels: number;
  /** Past the last pixel it is read again. */
  readonly clamped?: boolean;
  readonly blocks: (shape: ConvolutionShape) => readonly ChannelBlock[];
}

/** Blocks of so many channels along each group. */
export const groupBlocks =
  (channels: number) =>
  ({ inChannels, outChannels, groups }: ConvolutionShape): readonly ChannelBlock[] => {
    const [inEach, outEach] = [inChannels / groups, outChannels / groups];
    return Array.from({ length: groups }, (_, group) =>
      Array.from({ length: Math.ceil(outEach / channels) }, (_unused, block) => ({
        first: group * outEach + block * channels,
        end: Math.min(group * outEach + (block + 1) * channels, (group + 1) * outEach),
        plane: group * inEach,
      })),
    ).flat();
  };

export const tilePixels = ({ across, slots }: PlaneTile): number => across * slots;
/** FLOP of the sums: two for each weight of each output. The scale, the shift and the activation after them are left out. */
export const convolutionFlop = (shape: ConvolutionShape) => flops(2 * elementsOf(shape).y * filterLength(shape));

/** Bytes that any variant touches at least once: what windows cover of x, all weights, scales, shifts and outputs. */
export function compulsoryBytes(shape: ConvolutionShape) {
  const { weight, channels, y } = elementsOf(shape);
  return bytes(ELEMENT * (shape.batch * shape.inChannels * touchedAtAll(shape) + weight + 2 * channels + y));
}

/**
 * Cost of a convolution with channels first, exact as long as `tilesOf` looks at every tile: each load and store of a subgroup
 * is counted by where its lanes' addresses lie, for all bases that they have in other channels and images at once.
 * Subgroup widths are powers of two, as those of all hardware: one lies in one row of `across` invocations or holds whole ones.
 */
export function planeCost(shape: ConvolutionShape, tile: PlaneTile, widths: AccessWidths): KernelCost {
  const { batch, inChannels, outChannels, groups } = shape;
  const accesses = new Accesses(widths);
  const { modulus } = accesses;
  const blocks = tile.blocks(shape);
  const pixels = outPixels(shape);
  const length = filterLength(shape);
  const lanes = Math.min(widths.subgroupWidth, tile.across);
  const rows = Math.min(tile.down, Math.max(1, widths.subgroupWidth / tile.across));
  const tiles = Math.ceil(pixels / tilePixels(tile));

  // What a subgroup's rows of invocations have of the channels.
  const planes = new Patterns(modulus);
  const filters = new Patterns(modulus);
  const outputs = new Patterns(modulus);
  const channels = new Patterns(modulus);
  for (let first = 0; first < blocks.length; first += rows) {
    // A workgroup ends before its subgroups do where `down` is no multiple of the rows; here it always is.
    const mine = blocks.slice(first, first + rows);
    planes.add(mine.map(({ plane }) => plane * inPixels(shape)));
    for (let slot = 0; slot < tile.channels; slot++) {
      filters.add(mine.map(({ first: start, end }) => Math.min(start + slot, end - 1) * length));
      const written = mine.filter(({ first: start, end }) => start + slot < end).map((block) => block.first + slot);
      channels.add(written);
      outputs.add(written.map((channel) => channel * pixels));
    }
  }

  const shifted = (bases: Float64Array, loops: Parameters<typeof residueCounts>[1]): Float64Array => {
    const sum = new Float64Array(modulus);
    bases.forEach((times, residue) => {
      if (times === 0) return;
      residueCounts(residue, loops, modulus).forEach((count, at) => {
        sum[at] = (sum[at] ?? 0) + times * count;
      });
    });
    return sum;
  };

  const inEach = inChannels / groups;
  const taps = tapsOf(shape);
  const xBases = [...planes].map(({ offsets, bases }) => ({
    offsets,
    bases: shifted(bases, [
      { stride: inPixels(shape), count: inEach },
      { stride: inChannels * inPixels(shape), count: batch },
    ]),
  }));
  const weightBases = [...filters].map(({ offsets, bases }) => ({
    offsets,
    bases: shifted(bases, [{ stride: 1, count: length }]),
  }));

  for (let from = 0; from < tile.across; from += lanes) {
    for (const { first, stands } of tilesOf(shape, tilePixels(tile))) {
      for (let slot = 0; slot < tile.slots; slot++) {
        const start = first + slot * tile.across + from;
        for (let tap = 0; tap < taps.count; tap++) {
          const window: number[] = [];
          for (let lane = 0; lane < lanes; lane++) {
            const pixel = start + lane;
            if (first + from + lane >= pixels || (pixel >= pixels && !tile.clamped)) continue;
            const at = taps.at(Math.min(pixel, pixels - 1), tap);
            if (at >= 0) window.push(at);
          }
          for (const { offsets, bases } of xBases) {
            const apart = offsets.filter((offset, i) => offset !== offsets[i - 1]);
            const addresses = apart.length === 1 ? window : apart.flatMap((offset) => window.map((at) => at + offset));
            accesses.add(addresses, window.length * offsets.length, bases, stands);
          }
        }
      }
    }
    // Lanes of this place in each tile that have a pixel at all, and at each slot.
    const active = (slot: number) => {
      const last = pixels - (tiles - 1) * tilePixels(tile) - slot * tile.across - from;
      return { whole: tiles - 1, rest: Math.max(0, Math.min(lanes, last)) };
    };
    const { whole, rest } = active(0);
    for (const { offsets, bases } of weightBases) {
      accesses.add(offsets, lanes * offsets.length, bases, whole * batch);
      if (rest > 0) accesses.add(offsets, rest * offsets.length, bases, batch);
    }
    for (let slot = 0; slot < tile.slots; slot++) {
      const { rest: some } = active(slot);
      for (const { offsets, bases } of channels) {
        // Scale and shift.
        accesses.add(offsets, lanes * offsets.length, bases, 2 * whole * batch);
        if (some > 0) accesses.add(offsets, some * offsets.length, bases, 2 * batch);
      }
      const images = { stride: outChannels * pixels, count: batch };
      const start = slot * tile.across + from;
      for (const { offsets, bases } of outputs) {
        const at = (count: number) => offsets.flatMap((offset) => Array.from({ length: count }, (_, i) => offset + i));
        const moved = (by: number) =>
          Float64Array.from(bases, (_, i) => bases[(i - (by % modulus) + modulus) % modulus] ?? 0);
        if (whole > 0)
          accesses.add(
            at(lanes),
            lanes * offsets.length,
            shifted(moved(start), [{ stride: tilePixels(tile), count: whole }, images]),
          );
        const last = start + whole * tilePixels(tile);
        if (some > 0) accesses.add(at(some), some * offsets.length, shifted(moved(last), [images]));
      }
    }
  }

  const planesOfTiles = Array.from(
    { length: Math.ceil(blocks.length / tile.down) },
    (_, i) => new Set(blocks.slice(i * tile.down, (i + 1) * tile.down).map(({ plane }) => plane)).size,
  ).reduce((sum, count) => sum + count, 0);
  const { weight, y } = elementsOf(shape);
  const x = touchedByTiles(shape, tilePixels(tile)) * inEach * planesOfTiles * batch;
  return accesses.cost({
    flop: convolutionFlop(shape),
    tiled: bytes(ELEMENT * (x + tiles * batch * (weight + 2 * outChannels) + y)),
    compulsory: compulsoryBytes(shape),
  });
}
