import { Accesses, looped, Patterns } from '../access/accesses.ts';
import type { AccessWidths } from '../kernel.ts';
import { type ConvolutionShape, filterLength, inPixels, outPixels } from './shape.ts';
import { type PlaneTile, tilePixels } from './tile.ts';
import { tapsOf, tilesOf } from './window.ts';

/** What the rows of invocations in one subgroup have of the channels, for all subgroups along them. */
interface ChannelPatterns {
  /** First elements of the input planes. */
  readonly planes: Patterns;
  /** First weights; past the last channel it is read again. */
  readonly filters: Patterns;
  /** Scales and shifts. */
  readonly channels: Patterns;
  /** First elements of the output planes. */
  readonly outputs: Patterns;
}

function patternsOf(shape: ConvolutionShape, tile: PlaneTile, rows: number, modulus: number): ChannelPatterns {
  const [planes, filters] = [new Patterns(modulus), new Patterns(modulus)];
  const [channels, outputs] = [new Patterns(modulus), new Patterns(modulus)];
  const blocks = tile.blocks(shape);
  for (let at = 0; at < blocks.length; at += rows) {
    const mine = blocks.slice(at, at + rows);
    planes.add(mine.map(({ plane }) => plane * inPixels(shape)));
    for (let slot = 0; slot < tile.channels; slot++) {
      filters.add(mine.map(({ first, end }) => Math.min(first + slot, end - 1) * filterLength(shape)));
      const written = mine.filter(({ first, end }) => first + slot < end).map(({ first }) => first + slot);
      channels.add(written);
      outputs.add(written.map((channel) => channel * outPixels(shape)));
    }
  }
  return { planes, filters, channels, outputs };
}

/** Tiles in which every lane of a subgroup has a pixel, and the lanes of it that have one in the last tile. */
interface Active {
  readonly whole: number;
  readonly rest: number;
}

const upTo = (length: number): readonly number[] => Array.from({ length }, (_, i) => i);

/**
 * Counts loads and stores of a convolution with channels first, exact as long as `tilesOf` looks at every tile: each of a subgroup is
 * counted by where its lanes' addresses lie, for all bases that they have in other channels and images at once. Subgroup
 * widths are powers of two, as those of all hardware: one lies in one row of `across` invocations, or holds whole rows.
 */
export class PlaneAccesses {
  readonly accesses: Accesses;
  readonly #shape: ConvolutionShape;
  readonly #tile: PlaneTile;
  readonly #patterns: ChannelPatterns;
  /** Lanes of a subgroup in one row of invocations. */
  readonly #lanes: number;

  constructor(shape: ConvolutionShape, tile: PlaneTile, widths: AccessWidths, accesses = new Accesses(widths)) {
    this.accesses = accesses;
    this.#shape = shape;
    this.#tile = tile;
    this.#lanes = Math.min(widths.subgroupWidth, tile.across);
    const rows = Math.min(tile.down, Math.max(1, widths.subgroupWidth / tile.across));
    this.#patterns = patternsOf(shape, tile, rows, this.accesses.modulus);
  }

  /** `add` for each place along a row of invocations at which a subgroup begins. */
  #everywhere(add: (from: number) => void): void {
    for (let from = 0; from < this.#tile.across; from += this.#lanes) add(from);
  }

  addWindows(): void {
    this.#everywhere((from) => this.#addWindows(from));
  }

  addFilters(): void {
    this.#everywhere((from) => this.#addFilters(from));
  }

  addStores(): void {
    this.#everywhere((from) => {
      for (let slot = 0; slot < this.#tile.slots; slot++) this.#addStores(from, slot);
    });
  }

  #active(from: number, slot: number): Active {
    const tiles = Math.ceil(outPixels(this.#shape) / tilePixels(this.#tile));
    const start = (tiles - 1) * tilePixels(this.#tile) + slot * this.#tile.across + from;
    return { whole: tiles - 1, rest: Math.max(0, Math.min(this.#lanes, outPixels(this.#shape) - start)) };
  }

  /** Loads of x: where the lanes' windows lie differs from tile to tile, and repeats in every channel and image. */
  #addWindows(from: number): void {
    const { batch, inChannels, groups } = this.#shape;
    const plane = inPixels(this.#shape);
    const taps = tapsOf(this.#shape);
    const places = [...this.#patterns.planes].map(({ offsets, bases }) => ({
      apart: offsets.filter((offset, i) => offset !== offsets[i - 1]),
      rows: offsets.length,
      bases: looped(bases, [
        { stride: plane, count: inChannels / groups },
        { stride: inChannels * plane, count: batch },
      ]),
    }));
    for (const { first, stands } of tilesOf(this.#shape, tilePixels(this.#tile)))
      for (let slot = 0; slot < this.#tile.slots; slot++)
        for (let tap = 0; tap < taps.count; tap++) {
          const window = this.#window(first + from, slot, (pixel) => taps.at(pixel, tap));
          for (const { apart, rows, bases } of places) {
            const addresses = apart.length === 1 ? window : apart.flatMap((offset) => window.map((at) => at + offset));
            this.accesses.add(addresses, window.length * rows, bases, stands);
          }
        }
  }

  /** What the lanes from pixel `first` on read at one of their slots, in the input's plane. */
  #window(first: number, slot: number, at: (pixel: number) => number): readonly number[] {
    const pixels = outPixels(this.#shape);
    const window: number[] = [];
    for (let lane = 0; lane < this.#lanes && first + lane < pixels; lane++) {
      const pixel = first + lane + slot * this.#tile.across;
      if (pixel >= pixels && !this.#tile.clamped) break;
      const place = at(Math.min(pixel, pixels - 1));
      if (place >= 0) window.push(place);
    }
    return window;
  }

  /** Loads of weights: one for all lanes of a row, step by step along the filter. */
  #addFilters(from: number): void {
    const { whole, rest } = this.#active(from, 0);
    for (const { offsets, bases } of this.#patterns.filters) {
      const steps = looped(bases, [{ stride: 1, count: filterLength(this.#shape) }]);
      this.accesses.add(offsets, this.#lanes * offsets.length, steps, whole * this.#shape.batch);
      if (rest > 0) this.accesses.add(offsets, rest * offsets.length, steps, this.#shape.batch);
    }
  }

  /** Loads of scale and shift, and stores. */
  #addStores(from: number, slot: number): void {
    const { batch, outChannels } = this.#shape;
    const { whole, rest } = this.#active(from, slot);
    const lanes = this.#lanes;
    for (const { offsets, bases } of this.#patterns.channels) {
      this.accesses.add(offsets, lanes * offsets.length, bases, 2 * whole * batch);
      if (rest > 0) this.accesses.add(offsets, rest * offsets.length, bases, 2 * batch);
    }
    const images = { stride: outChannels * outPixels(this.#shape), count: batch };
    const start = slot * this.#tile.across + from;
    const step = tilePixels(this.#tile);
    for (const { offsets, bases } of this.#patterns.outputs) {
      const along = (count: number) => offsets.flatMap((offset) => upTo(count).map((lane) => offset + lane));
      const first = looped(bases, [images], start);
      if (whole > 0)
        this.accesses.add(along(lanes), lanes * offsets.length, looped(first, [{ stride: step, count: whole }]));
      if (rest > 0) this.accesses.add(along(rest), rest * offsets.length, looped(first, [], step * whole));
    }
  }
}
