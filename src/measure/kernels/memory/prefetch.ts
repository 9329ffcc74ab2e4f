import { bytes, flops } from '#core/units.ts';
import loadSource from '#shaders/memory/load-then-compute.wgsl?raw';
import prefetchSource from '#shaders/memory/prefetch.wgsl?raw';
import { ELEMENT, Tally } from '../access/tally.ts';
import { everyRow } from '../every-row.ts';
import type { Kernel, Problem, Reference } from '../kernel.ts';
import { foldGroups, sizeOf } from '../problem.ts';
import { sumTolerance, UNIT_ROUNDOFF } from '../rounding.ts';
import { contiguous, INVOCATIONS, sumStores } from './lane-sums.ts';

const WIDTH = 4;
/** Loads of an invocation. */
const LOADS = 16;
const RUN = LOADS * INVOCATIONS;
/** The term of the quadratic, in f32. */
const TERM = Math.fround(-0.2);
/**
 * Error of the quadratic after any number of steps: it begins exact and below 1, is below 0.8 after a step and below 0.44 after
 * two, so that a step makes an error at most 1.6 times as large, then 0.88, then less than half, and adds a rounding or two.
 */
const ORBIT_ERROR = 8 * UNIT_ROUNDOFF;
/** FLOP besides those of the steps: the sum with what was loaded, and with what was summed before. */
const MORE_FLOP = 2;

const vectorsOf = (problem: Problem): number => Math.ceil(sizeOf(problem, 'elements') / WIDTH);
const runsOf = (problem: Problem): number => Math.ceil(vectorsOf(problem) / RUN);
const sumsOf = (problem: Problem): number => INVOCATIONS * runsOf(problem);
/** A multiply-add is two FLOP. */
const stepsOf = (problem: Problem): number => sizeOf(problem, 'intensity') / 2;

/** What an element adds to its sum. */
function worked(element: number, steps: number): number {
  let value = element;
  for (let i = 0; i < steps; i++) value = value * value + TERM;
  return element + value;
}

/** A row is a workgroup's run: a sum for each invocation. */
function runReference(problem: Problem, source: Float32Array): Reference {
  const [vectors, steps] = [vectorsOf(problem), stepsOf(problem)];
  return {
    rows: runsOf(problem),
    rowLength: INVOCATIONS,
    row: (run) => {
      const values = new Float64Array(INVOCATIONS);
      const magnitudes = new Float64Array(INVOCATIONS);
      const end = Math.min((run + 1) * RUN, vectors);
      for (let vector = run * RUN; vector < end; vector++)
        for (let i = WIDTH * vector; i < WIDTH * (vector + 1); i++) {
          const lane = vector % INVOCATIONS;
          const element = source[i] ?? Number.NaN;
          const value = worked(element, steps);
          values[lane] = (values[lane] ?? 0) + value;
          magnitudes[lane] = (magnitudes[lane] ?? 0) + 2 * Math.abs(element) + Math.abs(value);
        }
      const terms = 2 * WIDTH * LOADS;
      return {
        values,
        tolerance: magnitudes.map((magnitude) => sumTolerance(terms, magnitude) + terms * ORBIT_ERROR),
      };
    },
  };
}

/** One pass over `elements` f32, each put through `intensity` FLOP; elements that do not fill a vec4 are padded up. */
const streamWork = (text: Pick<Kernel, 'id' | 'title' | 'teaches' | 'source'>): Kernel =>
  Object.freeze<Kernel>({
    ...text,
    family: 'memory',
    entryPoint: 'main',
    sizes: [
      { key: 'elements', label: 'Elements', min: 1, max: 2 ** 29, default: 2 ** 20 },
      { key: 'intensity', label: 'FLOP an element', min: 2, max: 2 ** 14, default: 32, multipleOf: 2 },
    ],
    bindings: [
      { name: 'source', access: 'read', elements: (problem) => WIDTH * vectorsOf(problem) },
      { name: 'sums', access: 'write', elements: sumsOf },
    ],
    workgroup: [INVOCATIONS, 1, 1],
    overrides: (problem) => ({ GROUPS_X: foldGroups(runsOf(problem))[0], STEPS: stepsOf(problem) }),
    lengths: (problem) => ({ VECTORS: vectorsOf(problem), SUMS: sumsOf(problem) }),
    workgroups: (problem) => foldGroups(runsOf(problem)),
    cost: (problem, widths) => {
      const tally = new Tally(widths);
      const lanes = Math.min(widths.subgroupWidth, INVOCATIONS);
      const elements = WIDTH * vectorsOf(problem);
      for (const access of contiguous(vectorsOf(problem), lanes, WIDTH)) tally.add(access);
      tally.add(sumStores(sumsOf(problem), lanes));
      const once = bytes(ELEMENT * (elements + sumsOf(problem)));
      return tally.cost({
        flop: flops(elements * (sizeOf(problem, 'intensity') + MORE_FLOP)),
        tiled: once,
        compulsory: once,
      });
    },
    reference: (problem, [source]) => {
      if (!source) throw new Error(`${text.id} needs its source`);
      return everyRow(runReference(problem, source), WIDTH * vectorsOf(problem) * stepsOf(problem));
    },
  });

export const loadThenCompute = streamWork({
  id: 'memory/load-then-compute',
  title: 'Load, then compute',
  teaches:
    'Each load waits for the arithmetic before it: memory and arithmetic take turns, unless there are other invocations to fill the gaps.',
  source: loadSource,
});

export const prefetch = streamWork({
  id: 'memory/prefetch',
  title: 'Prefetch, double-buffered',
  teaches:
    'The next load is under way while the last is computed with: at best the longer of the two takes all the time, and the other none.',
  source: prefetchSource,
});
