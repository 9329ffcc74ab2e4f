import { bytes, flops } from '#core/units.ts';
import { Tally } from '../../kernels/access/tally.ts';
import { sizeOf } from '../../kernels/problem.ts';
import { checkRows, ratioOf } from '../check-rows.ts';
import { randomDoubles } from '../fill.ts';
import type { CpuKernel } from '../kernel.ts';
import { DOUBLE, DOUBLE_WIDTH, STEP } from './stream.ts';
import { referenceSum, sumDoubles } from './sum-doubles.ts';

const LINE = 64;

/** `rounds` times over a small set in one step as far as a step goes; a large set is one part after another, each once a round. */
const layout = (elements: number, rounds: number) => {
  const parts = Math.ceil(elements / STEP);
  const roundsAStep = Math.max(1, Math.min(rounds, Math.floor(STEP / elements)));
  return { parts, roundsAStep, steps: parts * Math.ceil(rounds / roundsAStep) };
};

/** The sum of a step, `rounds` times over: each round adds to the last, so that none can be left out. */
function sumRounds(values: Float64Array, from: number, end: number, rounds: number): number {
  let total = 0;
  for (let round = 0; round < rounds; round++) total = sumDoubles(values, from, end, total);
  return total;
}

export const sharedSet = Object.freeze<CpuKernel>({
  id: 'memory/shared-set',
  family: 'memory',
  title: 'Working set, read again and again',
  teaches: 'The same bytes read round after round: bandwidth steps down where they no longer fit into a cache.',
  sizes: [
    { key: 'bytes', label: 'Bytes of the working set', min: LINE, max: 2 ** 29, default: 2 ** 16, multipleOf: LINE },
    { key: 'rounds', label: 'Rounds', min: 1, max: 2 ** 20, default: 16 },
  ],
  memory: (problem) => sizeOf(problem, 'bytes'),
  cost: (problem, widths) => {
    const elements = sizeOf(problem, 'bytes') / DOUBLE;
    const rounds = sizeOf(problem, 'rounds');
    const { steps } = layout(elements, rounds);
    const tally = new Tally(widths);
    tally.add({ offsets: [0], width: DOUBLE_WIDTH * elements, start: 0, loops: [{ stride: 0, count: rounds }] });
    tally.add({ offsets: [0], width: DOUBLE_WIDTH * steps, start: 0, loops: [] });
    const once = bytes(DOUBLE * (elements + steps));
    return tally.cost({ flop: flops(elements * rounds), tiled: once, compulsory: once });
  },
  *bind(problem, seed) {
    const elements = sizeOf(problem, 'bytes') / DOUBLE;
    const rounds = sizeOf(problem, 'rounds');
    const { parts, roundsAStep, steps } = layout(elements, rounds);
    const values = yield* randomDoubles(elements, seed);
    const sums = new Float64Array(steps);
    const placeOf = (step: number) => {
      const part = step % parts;
      const done = Math.floor(step / parts) * roundsAStep;
      return {
        from: part * STEP,
        end: Math.min((part + 1) * STEP, elements),
        times: Math.min(roundsAStep, rounds - done),
      };
    };
    return {
      steps,
      run: (first, end) => {
        for (let step = first; step < end; step++) {
          const place = placeOf(step);
          sums[step] = sumRounds(values, place.from, place.end, place.times);
        }
      },
      poison: () => void sums.fill(Number.NaN),
      verify: () => {
        // The parts repeat from round to round.
        const known = new Map<string, ReturnType<typeof referenceSum>>();
        return checkRows(steps, (row) => {
          const { from, end, times } = placeOf(row);
          const key = `${from}×${times}`;
          const reference = known.get(key) ?? referenceSum(values, from, end, times);
          known.set(key, reference);
          return ratioOf(sums[row] as number, reference.sum, reference.tolerance);
        });
      },
    };
  },
});
