import { bytes, flops } from '#core/units.ts';
import { Tally } from '../../kernels/access/tally.ts';
import { sizeOf } from '../../kernels/problem.ts';
import { checkRows, ratioOf } from '../check-rows.ts';
import { randomDoubles } from '../fill.ts';
import type { CpuKernel } from '../kernel.ts';
import { DOUBLE, DOUBLE_WIDTH, STEP, STREAM_SIZES } from './stream.ts';
import { referenceSum, sumDoubles } from './sum-doubles.ts';

export const read = Object.freeze<CpuKernel>({
  id: 'memory/read',
  family: 'memory',
  title: 'Read, 64-bit elements',
  teaches: 'Loads alone, summed in eight chains: how fast one thread of JavaScript takes data in.',
  sizes: STREAM_SIZES,
  memory: (problem) => DOUBLE * sizeOf(problem, 'elements'),
  cost: (problem, widths) => {
    const elements = sizeOf(problem, 'elements');
    const sums = Math.ceil(elements / STEP);
    const tally = new Tally(widths);
    for (const count of [elements, sums]) tally.add({ offsets: [0], width: DOUBLE_WIDTH * count, start: 0, loops: [] });
    const once = bytes(DOUBLE * (elements + sums));
    return tally.cost({ flop: flops(elements), tiled: once, compulsory: once });
  },
  *bind(problem, seed) {
    const elements = sizeOf(problem, 'elements');
    const values = yield* randomDoubles(elements, seed);
    const steps = Math.ceil(elements / STEP);
    const sums = new Float64Array(steps);
    const endOf = (step: number) => Math.min((step + 1) * STEP, elements);
    return {
      steps,
      run: (first, end) => {
        for (let step = first; step < end; step++) sums[step] = sumDoubles(values, step * STEP, endOf(step), 0);
      },
      poison: () => void sums.fill(Number.NaN),
      verify: () =>
        checkRows(steps, (row) => {
          const { sum, tolerance } = referenceSum(values, row * STEP, endOf(row));
          return ratioOf(sums[row] as number, sum, tolerance);
        }),
    };
  },
});
