import { bytes, flops } from '#core/units.ts';
import source from '#shaders/compression/run-length.wgsl?raw';
import { Accesses } from '../access/accesses.ts';
import { residueCounts } from '../access/residues.ts';
import { ELEMENT } from '../access/tally.ts';
import { everyRow } from '../every-row.ts';
import type { AccessWidths, Kernel, Problem, Reference } from '../kernel.ts';
import { foldGroups } from '../problem.ts';
import { sumTolerance } from '../rounding.ts';
import { FOUR, runLengthOf } from './formats.ts';
import {
  BLOCK,
  BLOCKS_OF_PERIOD,
  bitsAsFloats,
  blocksOf,
  COMPRESSION_SIZES,
  contentKey,
  floatsAsBits,
  repeated,
  sparsityOf,
  startsOf,
} from './pattern.ts';

/** Blocks of a workgroup, an invocation each. */
const INVOCATIONS = 64;
/** FLOP for each value: its product with its place's weight, and the sum. */
const FLOP = 2;

/** Fours of the first `blocks` blocks of a period. */
const foursBefore = (counts: Uint32Array, blocks: number): number =>
  counts.subarray(0, blocks).reduce((sum, count) => sum + count, 0);

function foursOf(problem: Problem): number {
  const { counts, runs } = runLengthOf(sparsityOf(problem));
  const blocks = blocksOf(problem);
  return Math.floor(blocks / BLOCKS_OF_PERIOD) * runs.length + foursBefore(counts, blocks % BLOCKS_OF_PERIOD);
}
/** A buffer has an element even where nothing is to be kept. */
const boundFours = (problem: Problem): number => Math.max(1, foursOf(problem));
const groups = (problem: Problem): number => Math.ceil(blocksOf(problem) / INVOCATIONS);

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

function cost(problem: Problem, widths: AccessWidths) {
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
    tiled: bytes(ELEMENT * (read + 2 * blocks + groups(problem))),
    compulsory: bytes(ELEMENT * (read + 2 * blocks + 1)),
  });
}

/** Sums of decoded blocks. */
function reference(problem: Problem, starts: Uint32Array, runs: Uint32Array, values: Float32Array): Reference {
  const blocks = blocksOf(problem);
  const sumOf = (block: number) => {
    let [place, sum, magnitude] = [0, 0, 0];
    const end = FOUR * (starts[block + 1] ?? 0);
    for (let i = FOUR * (starts[block] ?? 0); i < end; i++) {
      place += (((runs[Math.floor(i / FOUR)] ?? 0) >>> (8 * (i % FOUR))) & 255) + 1;
      const product = ((values[i] ?? Number.NaN) * place) / BLOCK;
      sum += product;
      magnitude += Math.abs(product);
    }
    return { sum, tolerance: sumTolerance(BLOCK, magnitude) };
  };
  return {
    rows: groups(problem),
    rowLength: INVOCATIONS,
    row: (index) => {
      const first = index * INVOCATIONS;
      const sums = upTo(Math.min(INVOCATIONS, blocks - first), first).map(sumOf);
      return {
        values: Float64Array.from(sums, ({ sum }) => sum),
        tolerance: Float64Array.from(sums, ({ tolerance }) => tolerance),
      };
    },
  };
}

export const runLength = Object.freeze<Kernel>({
  id: 'compression/run-length',
  family: 'compression',
  title: 'Read, run-length compressed',
  teaches:
    'Before each value stands how many noughts it follows: a byte a value, but where a value belongs is known only when the runs before it are added up, one after the other.',
  source,
  entryPoint: 'main',
  sizes: COMPRESSION_SIZES,
  bindings: [
    {
      name: 'starts',
      access: 'read',
      elements: (problem) => blocksOf(problem) + 1,
      content: {
        key: contentKey('starts of runs'),
        fill: (problem) => bitsAsFloats(startsOf(runLengthOf(sparsityOf(problem)).counts, blocksOf(problem) + 1)),
      },
    },
    {
      name: 'runs',
      access: 'read',
      elements: boundFours,
      content: {
        key: contentKey('runs'),
        fill: (problem) => repeated(bitsAsFloats(runLengthOf(sparsityOf(problem)).runs), boundFours(problem)),
      },
    },
    {
      name: 'values',
      access: 'read',
      elements: (problem) => FOUR * boundFours(problem),
      content: {
        key: contentKey('values after runs'),
        fill: (problem) => repeated(runLengthOf(sparsityOf(problem)).values, FOUR * boundFours(problem)),
      },
    },
    { name: 'sums', access: 'write', elements: blocksOf },
  ],
  workgroup: [INVOCATIONS, 1, 1],
  overrides: (problem) => ({ GROUPS_X: foldGroups(groups(problem))[0] }),
  lengths: (problem) => ({
    STARTS: blocksOf(problem) + 1,
    FOURS: boundFours(problem),
    BLOCKS: blocksOf(problem),
  }),
  workgroups: (problem) => foldGroups(groups(problem)),
  cost,
  reference: (problem, [starts, runs, values]) => {
    if (!starts || !runs || !values) throw new Error('compression/run-length needs starts, runs and values');
    const decoded = reference(problem, floatsAsBits(starts), floatsAsBits(runs), values);
    return everyRow(decoded, BLOCK * blocksOf(problem));
  },
});
