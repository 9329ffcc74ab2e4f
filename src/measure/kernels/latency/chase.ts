import { bytes, flops } from '#core/units.ts';
import source from '#shaders/latency/chase.wgsl?raw';
import { ELEMENT, Tally } from '../access/tally.ts';
import type { Kernel, Problem } from '../kernel.ts';
import { sizeOf } from '../problem.ts';
import { cycleContent, cycleRound, cycleWalk, LINE } from './cycle.ts';

const hops = (problem: Problem): number => sizeOf(problem, 'hops');
const lines = (problem: Problem): number => Math.floor(sizeOf(problem, 'bytes') / LINE);
/** Invocations of a workgroup: one walks; all of them look at the lines before. */
const LANES = 64;
/** Workgroups that look at the lines: more than the largest GPU holds at once would gain nothing. */
const TOUCHING = 2048;
const bits = (values: Uint32Array<ArrayBuffer>): Float32Array => new Float32Array(values.buffer);

export const chase = Object.freeze<Kernel>({
  id: 'latency/chase',
  family: 'latency',
  title: 'Pointer chase',
  teaches:
    'Loads that must wait for one another: the time of a hop is how far away memory is, and it steps up where a working set outgrows a cache.',
  source,
  entryPoint: 'main',
  sizes: [
    { key: 'bytes', label: 'Bytes walked through', min: LINE, max: 2 ** 30, default: 2 ** 20, multipleOf: LINE },
    { key: 'hops', label: 'Hops', min: 1, max: 2 ** 28, default: 2 ** 14 },
  ],
  bindings: [
    {
      name: 'cycle',
      access: 'read',
      elements: (problem) => (lines(problem) * LINE) / ELEMENT,
      content: {
        key: (problem) => `cycle of ${lines(problem)} lines`,
        fill: (problem) => bits(cycleContent(lines(problem))),
      },
    },
    {
      name: 'parameters',
      access: 'read',
      elements: () => 2,
      content: {
        key: (problem) => `${hops(problem)} hops through ${lines(problem)} lines`,
        fill: (problem) => bits(Uint32Array.of(hops(problem), cycleWalk(lines(problem), 0).first)),
      },
    },
    { name: 'walk', access: 'write', elements: () => 2 },
  ],
  workgroup: [LANES, 1, 1],
  overrides: () => ({}),
  workgroups: () => [1, 1, 1],
  // One workgroup alone walks.
  touch: (problem) => [Math.min(TOUCHING, Math.max(2, Math.ceil(lines(problem) / LANES))), 1, 1],
  round: cycleRound,
  cost: (problem, widths) => {
    const tally = new Tally(widths);
    const one = (count: number) => ({ offsets: [0], width: 1, start: 0, loops: [{ stride: 0, count }] });
    // Two parameters, where the walk stands and how often it ran, read and written; and a sector for each hop.
    tally.add(one(6));
    tally.add(one(hops(problem)));
    const distinct = bytes(ELEMENT * (4 + Math.min(hops(problem), lines(problem))));
    return tally.cost({ flop: flops(0), tiled: distinct, compulsory: distinct });
  },
  reference: (problem) => ({
    rows: 1,
    rowLength: 2,
    // Where the walk stands depends on how many dispatches there were: the check of the whole knows. Whole numbers, not f32.
    row: () => ({
      values: Float64Array.of(0, 0),
      tolerance: Float64Array.of(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY),
    }),
    checkWhole: (output, _, dispatches) => {
      const [line, ran] = new Uint32Array(output.buffer, output.byteOffset, 2);
      if (ran !== dispatches) return `the walk counted ${ran} dispatches, not ${dispatches}`;
      const { last } = cycleWalk(lines(problem), hops(problem), dispatches);
      return line === last ? null : `the line at the end of the walk is ${line}, not ${last}`;
    },
  }),
});
