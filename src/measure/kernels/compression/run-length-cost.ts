import { bytes, flops } from '#core/units.ts';
import type { KernelCost } from '#model/analysis/kernel-cost.ts';
import { Accesses } from '../access/accesses.ts';
import { residueCounts } from '../access/residues.ts';
import { ELEMENT } from '../access/tally.ts';
import type { AccessWidths, Problem } from '../kernel.ts';
import { FOUR, runLengthOf } from './formats.ts';
import { BLOCKS_OF_PERIOD, blocksOf, sparsityOf } from './pattern.ts';

/** Blocks of a workgroup, an invocation each. */
export const INVOCATIONS = 64;
/** FLOP for each value: its product with its place's weight, and the sum. */
const FLOP = 2;

/** Fours of the first `blocks` blocks of a period. */
const foursBefore = (counts: Uint32Array, blocks: number): number =>
  counts.subarray(0, blocks).reduce((sum, count) => sum + count, 0);

/** Fours of the whole array. */
export function foursOf(problem: Problem): number {
  const { counts, runs } = runLengthOf(sparsityOf(problem));
  const blocks = blocksOf(problem);
  return Math.floor(blocks / BLOCKS_OF_PERIOD) * runs.length + foursBefore(counts, blocks % BLOCKS_OF_PERIOD);
}
export const runGroups = (problem: Problem): number => Math.ceil(blocksOf(problem) / INVOCATIONS);

const upTo = (length: number, first = 0): readonly number[] => Array.from({ length }, (_, i) => first + i);

/** The loads of one subgroup's blocks, the first `lanes` from `first` on in each of `periods` periods. */
function addBlocks(
  accesses: Accesses,
  { counts, runs }: ReturnType<typeof runLengthOf>,
  first: number,
  lanes: number,
  [from, periods]: readonly [from: number, periods: number],
): void {
  const { modulus } = accesses;
  const basesOf = (words: number) =>
    residueCounts(from * runs.length * words, [{ stride: runs.length * words, count: periods }], modulus);
  const [ofRuns, ofValues] = [basesOf(1), basesOf(FOUR)];
  const starts = upTo(lanes).map((lane) => foursBefore(counts, first + lane));
  const longest = Math.max(...upTo(lanes).map((lane) => counts[first + lane] ?? 0));
  for (let step = 0; step < longest; step++) {
    const fours = starts.filter((_, lane) => step < (counts[first + lane] ?? 0)).map((start) => start + step);
    accesses.add(fours, fours.length, ofRuns);
    accesses.add(
      fours.flatMap((four) => upTo(FOUR, FOUR * four)),
      FOUR * fours.length,
      ofValues,
    );
  }
}

/** Exact: a period of the pattern is walked through, and counted as often as it occurs. */
export function runLengthCost(problem: Problem, widths: AccessWidths): KernelCost {
  const accesses = new Accesses(widths);
  const { modulus } = accesses;
  const lanes = Math.min(widths.subgroupWidth, INVOCATIONS);
  const format = runLengthOf(sparsityOf(problem));
  const blocks = blocksOf(problem);
  const [periods, rest] = [Math.floor(blocks / BLOCKS_OF_PERIOD), blocks % BLOCKS_OF_PERIOD];
  for (let first = 0; periods > 0 && first < BLOCKS_OF_PERIOD; first += lanes)
    addBlocks(accesses, format, first, lanes, [0, periods]);
  for (let first = 0; first < rest; first += lanes)
    addBlocks(accesses, format, first, Math.min(lanes, rest - first), [periods, 1]);
  // Where a block starts, where the next one does, and its sum.
  for (const start of [0, 1, 0]) {
    const whole = Math.floor(blocks / lanes);
    accesses.add(upTo(lanes), lanes, residueCounts(start, [{ stride: lanes, count: whole }], modulus));
    const last = blocks - whole * lanes;
    accesses.add(upTo(last), last, residueCounts(start + whole * lanes, [], modulus));
  }
  const read = (FOUR + 1) * foursOf(problem);
  return accesses.cost({
    flop: flops(FLOP * FOUR * foursOf(problem)),
    tiled: bytes(ELEMENT * (read + 2 * blocks + runGroups(problem))),
    compulsory: bytes(ELEMENT * (read + 2 * blocks + 1)),
  });
}
