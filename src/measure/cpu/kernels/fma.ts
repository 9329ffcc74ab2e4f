import { bytes, flops } from '#core/units.ts';
import { Tally } from '../../kernels/access/tally.ts';
import { firstOf, orbitPoint } from '../../kernels/compute/orbit.ts';
import { sizeOf } from '../../kernels/problem.ts';
import { checkRows, ratioOf } from '../check-rows.ts';
import { randomDoubles } from '../fill.ts';
import type { CpuKernel } from '../kernel.ts';
import { DOUBLE, DOUBLE_WIDTH } from './stream.ts';
import { UNIT_ROUNDOFF_DOUBLE } from './sum-doubles.ts';

/** Independent chains: enough to fill the latency of two adders and two multipliers, few enough to stay in registers. */
const CHAINS = 8;
/** Seeds of an invocation: the constant, and where each chain starts. */
const SEEDS = 1 + CHAINS;

/**
 * x ← x² + c in eight chains: a quadratic folds into nothing, and the orbit stays on its cycle of two. In float64, which a
 * scalar processor multiplies as fast as float32: with float32 the engine rounds after each operation, which takes longer.
 */
function invocation(seeds: Float64Array, results: Float64Array, index: number, iterations: number): void {
  const from = SEEDS * index;
  const to = CHAINS * index;
  const k = (seeds[from] as number) * 0.125 - 1;
  let a = (seeds[from + 1] as number) * 0.125;
  let b = (seeds[from + 2] as number) * 0.125;
  let c = (seeds[from + 3] as number) * 0.125;
  let d = (seeds[from + 4] as number) * 0.125;
  let e = (seeds[from + 5] as number) * 0.125;
  let f = (seeds[from + 6] as number) * 0.125;
  let g = (seeds[from + 7] as number) * 0.125;
  let h = (seeds[from + 8] as number) * 0.125;
  for (let step = 0; step < iterations; step++) {
    a = a * a + k;
    b = b * b + k;
    c = c * c + k;
    d = d * d + k;
    e = e * e + k;
    f = f * f + k;
    g = g * g + k;
    h = h * h + k;
  }
  results[to] = a;
  results[to + 1] = b;
  results[to + 2] = c;
  results[to + 3] = d;
  results[to + 4] = e;
  results[to + 5] = f;
  results[to + 6] = g;
  results[to + 7] = h;
}

export const fma = Object.freeze<CpuKernel>({
  id: 'compute/fma',
  family: 'compute',
  title: 'Scalar multiply-add in JavaScript, 64-bit',
  teaches:
    'Eight chains of float64 multiplications and additions on registers: JavaScript has neither vectors nor fused multiply-adds, so this is its ceiling, not the processor’s.',
  sizes: [
    { key: 'invocations', label: 'Invocations', min: 1, max: 2 ** 16, default: 64 },
    { key: 'iterations', label: 'Multiply-adds a chain', min: 1, max: 2 ** 20, default: 4096 },
  ],
  memory: (problem) => DOUBLE * (SEEDS + CHAINS) * sizeOf(problem, 'invocations'),
  cost: (problem, widths) => {
    const count = sizeOf(problem, 'invocations');
    const tally = new Tally(widths);
    for (const each of [SEEDS, CHAINS])
      tally.add({ offsets: [0], width: DOUBLE_WIDTH * each * count, start: 0, loops: [] });
    const once = bytes(DOUBLE * (SEEDS + CHAINS) * count);
    return tally.cost({
      flop: flops(2 * CHAINS * sizeOf(problem, 'iterations') * count),
      tiled: once,
      compulsory: once,
    });
  },
  *bind(problem, seed) {
    const count = sizeOf(problem, 'invocations');
    const iterations = sizeOf(problem, 'iterations');
    const seeds = yield* randomDoubles(SEEDS * count, seed);
    const results = new Float64Array(CHAINS * count);
    return {
      steps: count,
      run: (first, end) => {
        for (let index = first; index < end; index++) invocation(seeds, results, index, iterations);
      },
      poison: () => void results.fill(Number.NaN),
      verify: () =>
        checkRows(CHAINS * count, (row) => {
          const index = Math.floor(row / CHAINS);
          const constant = firstOf(seeds[SEEDS * index] as number) - 1;
          const first = firstOf(seeds[SEEDS * index + 1 + (row % CHAINS)] as number);
          const { value, tolerance } = orbitPoint(constant, first, iterations, UNIT_ROUNDOFF_DOUBLE);
          return ratioOf(results[row] as number, value, tolerance);
        }),
    };
  },
});
