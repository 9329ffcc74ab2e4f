import { err, ok, type Result } from '#core/result.ts';
import { type Chain, layersOf } from './chain.ts';
import { type Grid, gridOf } from './grid.ts';

export const ROTOR_SLOTS = 500;
/** Room for the table: what a page's worker and Node both give. */
const LARGEST_TABLE = 2 ** 30;

/**
 * The least time of the part of a chain from layer i to layer l with m slots free beside its input, for every i ≤ l and m: Rotor's
 * dynamic programme. It answers every memory up to the one that it was made for.
 */
export interface RotorTable {
  readonly grid: Grid;
  /** Seconds by part and slots free; infinite where they are too few. Part (i, l) begins at `rowOf(layers, i, l) · (slots + 1)`. */
  readonly times: Float64Array;
}

/** Parts are in the order (0, 0), (0, 1) … (0, n − 1), (1, 1) … */
export const rowOf = (layers: number, from: number, to: number): number =>
  from * layers - (from * (from - 1)) / 2 + (to - from);

/** Times summed before each layer. */
export function sumsBefore(times: readonly number[]): Float64Array {
  const sums = new Float64Array(times.length + 1);
  for (const [index, time] of times.entries()) sums[index + 1] = (sums[index] ?? 0) + time;
  return sums;
}

/** Slots that one layer's backward pass takes: what it saved and the gradients on both of its sides. */
export const layerNeeds = ({ activation, saved }: Grid, layer: number): number =>
  (activation[layer] ?? 0) + (activation[layer + 1] ?? 0) + (saved[layer] ?? 0);

/** The part in which forward, saving nothing, runs from layer `from` to the input of `to`: the last gradient beside two activations. */
export function sweepNeeds({ activation }: Grid, from: number, to: number): number {
  let widest = activation[from + 1] ?? 0;
  for (let j = from + 1; j < to; j++) widest = Math.max(widest, (activation[j] ?? 0) + (activation[j + 1] ?? 0));
  return (activation[to + 1] ?? 0) + widest;
}

/** The rows of a part, of the part after the kept activation and of the part before it: where each begins in the table. */
interface Rows {
  readonly part: number;
  readonly after: number;
  readonly before: number;
}

/**
 * The time if an activation of `size` slots is kept, the part after it done first and the part before it again: into the part's row
 * from `first` slots to `last`.
 */
function keepInput(
  times: Float64Array,
  { part, after, before }: Rows,
  advance: number,
  size: number,
  first: number,
  last: number,
): void {
  for (let m = first; m <= last; m++) {
    const time = advance + (times[after + m - size] as number) + (times[before + m] as number);
    if (time < (times[part + m] as number)) times[part + m] = time;
  }
}

/**
 * Makes the table for `memory` bytes and every smaller memory on the same grid. Gives the part done, 0 to 1, after each length of part;
 * n³ · slots / 6 sums. Beaumont et al. 2019, theorem 1: the best of all schedules that keep what they once keep until it is
 * used for its backward pass. A fault where the table would be larger than 1 GiB.
 */
export function* rotorTable(
  chain: Chain,
  memory: number,
  slots = ROTOR_SLOTS,
): Generator<number, Result<RotorTable, string>> {
  const layers = layersOf(chain);
  const grid = gridOf(chain, memory, slots);
  const width = grid.slots + 1;
  const rows = (layers * (layers + 1)) / 2;
  if (rows * width * 8 > LARGEST_TABLE) {
    const most = Math.max(1, Math.floor(LARGEST_TABLE / 8 / rows) - 1);
    return err(`a table of ${layers} layers by ${grid.slots} slots is larger than 1 GiB; use at most ${most} slots`);
  }
  const times = new Float64Array(rows * width).fill(Number.POSITIVE_INFINITY);
  const row = (from: number, to: number) => rowOf(layers, from, to) * width;
  // From so many slots a part saves all, and more change nothing.
  const enough = new Float64Array(rows);
  const before = sumsBefore(chain.forward);
  for (let i = 0; i < layers; i++) {
    const needs = layerNeeds(grid, i);
    enough[rowOf(layers, i, i)] = needs;
    const own = (chain.forward[i] ?? 0) + (chain.backward[i] ?? 0);
    if (needs < width) times.fill(own, row(i, i) + needs, row(i, i) + width);
  }
  let done = 0;
  const work = (layers * (layers * layers - 1)) / 6;
  for (let length = 1; length < layers; length++) {
    for (let i = 0; i + length < layers; i++) {
      const l = i + length;
      const part = row(i, l);
      const least = sweepNeeds(grid, i, l);
      const saved = grid.saved[i] ?? 0;
      const all = Math.max(least, layerNeeds(grid, i), saved + (enough[rowOf(layers, i + 1, l)] as number));
      enough[rowOf(layers, i, l)] = all;
      const own = row(i, i);
      const rest = row(i + 1, l) - saved;
      for (let m = Math.max(least, saved); m < width; m++)
        times[part + m] = (times[own + m] as number) + (times[rest + m] as number);
      const last = Math.min(width, all) - 1;
      for (let j = i + 1; j <= l; j++) {
        const size = grid.activation[j] ?? 0;
        const advance = (before[j] as number) - (before[i] as number);
        const rows = { part, after: row(j, l), before: row(i, j - 1) };
        keepInput(times, rows, advance, size, Math.max(least, size), last);
      }
    }
    done += length * (layers - length);
    yield done / work;
  }
  return ok({ grid, times });
}
