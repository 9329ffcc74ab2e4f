import { bytes, flops } from '#core/units.ts';
import { ELEMENT, Tally } from '../../kernels/access/tally.ts';
import { cycleContent, cycleRound, cycleWalk, LINE } from '../../kernels/latency/cycle.ts';
import { sizeOf } from '../../kernels/problem.ts';
import { checkRows } from '../check-rows.ts';
import type { CpuKernel } from '../kernel.ts';

/** Hops of one step: a millisecond or two where each goes to memory. */
const STEP = 2 ** 13;

/** Where `hops` hops from `at` lead. Eight an iteration, so that the loop costs little beside them. */
function walk(cycle: Int32Array, at: number, hops: number): number {
  let place = at | 0;
  let left = hops | 0;
  for (; left >= 8; left = (left - 8) | 0) {
    place = cycle[place] as number;
    place = cycle[place] as number;
    place = cycle[place] as number;
    place = cycle[place] as number;
    place = cycle[place] as number;
    place = cycle[place] as number;
    place = cycle[place] as number;
    place = cycle[place] as number;
  }
  for (; left > 0; left = (left - 1) | 0) place = cycle[place] as number;
  return place;
}

export const chase = Object.freeze<CpuKernel>({
  id: 'latency/chase',
  family: 'latency',
  title: 'Pointer chase',
  teaches:
    'Loads that must wait for one another: the time of a hop is how far away memory is, and it steps up where a working set outgrows a cache.',
  sizes: [
    { key: 'bytes', label: 'Bytes walked through', min: LINE, max: 2 ** 29, default: 2 ** 20, multipleOf: LINE },
    { key: 'hops', label: 'Hops', min: 1, max: 2 ** 28, default: 2 ** 14 },
  ],
  memory: (problem) => sizeOf(problem, 'bytes'),
  round: cycleRound,
  cost: (problem, widths) => {
    const hops = sizeOf(problem, 'hops');
    const tally = new Tally(widths);
    tally.add({ offsets: [0], width: 1, start: 0, loops: [{ stride: 0, count: hops }] });
    const distinct = bytes(ELEMENT * Math.min(hops, sizeOf(problem, 'bytes') / LINE));
    return tally.cost({ flop: flops(0), tiled: distinct, compulsory: distinct });
  },
  *bind(problem) {
    const hops = sizeOf(problem, 'hops');
    const lines = sizeOf(problem, 'bytes') / LINE;
    yield;
    const cycle = new Int32Array(cycleContent(lines).buffer);
    yield;
    const start = cycleWalk(lines, 0).first;
    let place = start;
    let walked = 0;
    return {
      steps: Math.ceil(hops / STEP),
      // A dispatch goes on where the last one ended: few hops a dispatch still visit the whole cycle.
      run: (first, end) => {
        const count = Math.min(end * STEP, hops) - first * STEP;
        place = walk(cycle, place, count);
        walked += count;
      },
      poison: () => {
        place = start;
        walked = 0;
      },
      verify: () =>
        checkRows(1, () => (place / (LINE / ELEMENT) === cycleWalk(lines, walked).last ? 0 : Number.POSITIVE_INFINITY)),
    };
  },
});
