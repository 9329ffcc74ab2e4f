import source from '#shaders/compression/run-length.wgsl?raw';
import { everyRow } from '../every-row.ts';
import type { Kernel, Problem, Reference } from '../kernel.ts';
import { foldGroups } from '../problem.ts';
import { sumTolerance } from '../rounding.ts';
import { FOUR, runLengthOf } from './formats.ts';
import {
  BLOCK,
  bitsAsFloats,
  blocksOf,
  COMPRESSION_SIZES,
  contentKey,
  floatsAsBits,
  repeated,
  sparsityOf,
  startsOf,
} from './pattern.ts';
import { foursOf, INVOCATIONS, runGroups, runLengthCost } from './run-length-cost.ts';

/** A buffer has an element even where nothing is to be kept. */
const boundFours = (problem: Problem): number => Math.max(1, foursOf(problem));

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
    rows: runGroups(problem),
    rowLength: INVOCATIONS,
    row: (index) => {
      const first = index * INVOCATIONS;
      const sums = Array.from({ length: Math.min(INVOCATIONS, blocks - first) }, (_, i) => sumOf(first + i));
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
  overrides: (problem) => ({ GROUPS_X: foldGroups(runGroups(problem))[0] }),
  lengths: (problem) => ({
    STARTS: blocksOf(problem) + 1,
    FOURS: boundFours(problem),
    BLOCKS: blocksOf(problem),
  }),
  workgroups: (problem) => foldGroups(runGroups(problem)),
  cost: runLengthCost,
  reference: (problem, [starts, runs, values]) => {
    if (!starts || !runs || !values) throw new Error('compression/run-length needs starts, runs and values');
    const decoded = reference(problem, floatsAsBits(starts), floatsAsBits(runs), values);
    return everyRow(decoded, BLOCK * blocksOf(problem));
  },
});
