import { bytes, flops } from '#core/units.ts';
import { ELEMENT, Tally } from '../../kernels/access/tally.ts';
import { constantOf, firstOf, orbitPoint } from '../../kernels/compute/orbit.ts';
import { sizeOf } from '../../kernels/problem.ts';
import { UNIT_ROUNDOFF } from '../../kernels/rounding.ts';
import { checkRows, ratioOf } from '../check-rows.ts';
import { randomFloats } from '../fill.ts';
import type { CpuKernel } from '../kernel.ts';

/** Independent chains: enough to fill the latency of two adders and two multipliers, few enough to stay in registers. */
const CHAINS = 8;
/** Seeds of an invocation: the constant, and where each chain starts. */
const SEEDS = 1 + CHAINS;

/** x ← x² + c in eight chains of float32: a quadratic folds into nothing, and the orbit stays on its cycle of two. */
function invocation(seeds: Float32Array, results: Float32Array, index: number, iterations: number): void {
  const from = SEEDS * index;
  const to = CHAINS * index;
  const k = Math.fround(Math.fround((seeds[from] as number) * 0.125) - 1);
  let a = Math.fround((seeds[from + 1] as number) * 0.125);
  let b = Math.fround((seeds[from + 2] as number) * 0.125);
  let c = Math.fround((seeds[from + 3] as number) * 0.125);
  let d = Math.fround((seeds[from + 4] as number) * 0.125);
  let e = Math.fround((seeds[from + 5] as number) * 0.125);
  let f = Math.fround((seeds[from + 6] as number) * 0.125);
  let g = Math.fround((seeds[from + 7] as number) * 0.125);
  let h = Math.fround((seeds[from + 8] as number) * 0.125);
  for (let step = 0; step < iterations; step++) {
    a = Math.fround(Math.fround(a * a) + k);
    b = Math.fround(Math.fround(b * b) + k);
    c = Math.fround(Math.fround(c * c) + k);
    d = Math.fround(Math.fround(d * d) + k);
    e = Math.fround(Math.fround(e * e) + k);
    f = Math.fround(Math.fround(f * f) + k);
    g = Math.fround(Math.fround(g * g) + k);
    h = Math.fround(Math.fround(h * h) + k);
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
  title: 'Scalar multiply-add in JavaScript',
  teaches:
    'Eight chains of float32 multiplications and additions on registers: JavaScript has neither vectors nor fused multiply-adds, so this is its ceiling, not the processor’s.',
  sizes: [
    { key: 'invocations', label: 'Invocations', min: 1, max: 2 ** 16, default: 64 },
    { key: 'iterations', label: 'Multiply-adds a chain', min: 1, max: 2 ** 20, default: 4096 },
  ],
  memory: (problem) => ELEMENT * (SEEDS + CHAINS) * sizeOf(problem, 'invocations'),
  cost: (problem, widths) => {
    const count = sizeOf(problem, 'invocations');
    const tally = new Tally(widths);
    for (const each of [SEEDS, CHAINS]) tally.add({ offsets: [0], width: each * count, start: 0, loops: [] });
    const once = bytes(ELEMENT * (SEEDS + CHAINS) * count);
    return tally.cost({
      flop: flops(2 * CHAINS * sizeOf(problem, 'iterations') * count),
      tiled: once,
      compulsory: once,
    });
  },
  *bind(problem, seed) {
    const count = sizeOf(problem, 'invocations');
    const iterations = sizeOf(problem, 'iterations');
    const seeds = yield* randomFloats(SEEDS * count, seed);
    const results = new Float32Array(CHAINS * count);
    return {
      steps: count,
      run: (first, end) => {
        for (let index = first; index < end; index++) invocation(seeds, results, index, iterations);
      },
      poison: () => void results.fill(Number.NaN),
      verify: () =>
        checkRows(CHAINS * count, (row) => {
          const index = Math.floor(row / CHAINS);
          const constant = constantOf(seeds[SEEDS * index] as number);
          const first = firstOf(seeds[SEEDS * index + 1 + (row % CHAINS)] as number);
          const { value, tolerance } = orbitPoint(constant, first, iterations, UNIT_ROUNDOFF);
          return ratioOf(results[row] as number, value, tolerance);
        }),
    };
  },
});
