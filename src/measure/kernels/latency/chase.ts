import { bytes, flops } from '#core/units.ts';
import source from '#shaders/latency/chase.wgsl?raw';
import { ELEMENT, Tally } from '../access/tally.ts';
import type { Kernel, Problem } from '../kernel.ts';
import { pointwise } from '../pointwise.ts';
import { sizeOf } from '../problem.ts';
import { cycleContent, cycleWalk, LINE } from './cycle.ts';

const hops = (problem: Problem): number => sizeOf(problem, 'hops');
const lines = (problem: Problem): number => Math.floor(sizeOf(problem, 'bytes') / LINE);
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
    // 2^24 lines: the last one's number is written as f32.
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
    { name: 'last', access: 'write', elements: () => 1 },
  ],
  workgroup: [1, 1, 1],
  overrides: () => ({}),
  workgroups: () => [1, 1, 1],
  cost: (problem, widths) => {
    const tally = new Tally(widths);
    const one = (count: number) => ({ offsets: [0], width: 1, start: 0, loops: [{ stride: 0, count }] });
    // Two parameters and the result, and a sector for each hop.
    tally.add(one(3));
    tally.add(one(hops(problem)));
    const distinct = bytes(ELEMENT * (3 + Math.min(hops(problem), lines(problem))));
    return tally.cost({ flop: flops(0), tiled: distinct, compulsory: distinct });
  },
  reference: (problem) =>
    pointwise(
      1,
      1,
      () => ({ value: cycleWalk(lines(problem), hops(problem)).last, tolerance: 0 }),
      () => 'the line at the end of the walk',
    ),
});
