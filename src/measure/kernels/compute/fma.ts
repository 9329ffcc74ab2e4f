import { bytes, flops } from '#core/units.ts';
import source from '#shaders/compute/fma.wgsl?raw';
import { ELEMENT, Tally } from '../access/tally.ts';
import type { Kernel, Problem } from '../kernel.ts';
import { foldGroups, sizeOf } from '../problem.ts';
import { CYCLE_TOLERANCE, constantOf, firstOf, isSettled, orbit, settledPoint } from './orbit.ts';

const INVOCATIONS = 256;
/** vec4 chains of an invocation. */
const CHAINS = 4;

const invocations = (problem: Problem): number => sizeOf(problem, 'invocations');
const iterations = (problem: Problem): number => sizeOf(problem, 'iterations');
const groups = (problem: Problem) => foldGroups(Math.ceil(invocations(problem) / INVOCATIONS));

export const fma = Object.freeze<Kernel>({
  id: 'compute/fma',
  family: 'compute',
  title: 'Multiply-add peak',
  teaches:
    'Sixteen independent chains of multiply-adds on registers: the arithmetic that is there when no byte has to be waited for.',
  source,
  entryPoint: 'main',
  sizes: [
    { key: 'invocations', label: 'Invocations', min: 1, max: 2 ** 24, default: 2 ** 14 },
    { key: 'iterations', label: 'Multiply-adds a chain', min: 1, max: 2 ** 20, default: 512 },
  ],
  bindings: [
    { name: 'seeds', access: 'read', elements: (problem) => 4 * invocations(problem) },
    { name: 'orbits', access: 'write', elements: (problem) => 4 * CHAINS * invocations(problem) },
  ],
  workgroup: [INVOCATIONS, 1, 1],
  overrides: (problem) => ({ GROUPS_X: groups(problem)[0], ITERATIONS: iterations(problem) }),
  lengths: (problem) => ({ INVOCATIONS: invocations(problem), ORBITS: CHAINS * invocations(problem) }),
  workgroups: groups,
  cost: (problem, widths) => {
    const tally = new Tally(widths);
    const count = invocations(problem);
    const lanes = Math.min(widths.subgroupWidth, INVOCATIONS);
    const whole = Math.floor(count / lanes);
    const run = (length: number) => Array.from({ length }, (_, lane) => 4 * lane);
    // Seeds once, then each chain's results in a run of their own.
    for (const first of [0, ...Array.from({ length: CHAINS }, (_, chain) => 4 * chain * count)]) {
      tally.add({ offsets: run(lanes), width: 4, start: first, loops: [{ stride: 4 * lanes, count: whole }] });
      tally.add({ offsets: run(count - whole * lanes), width: 4, start: first + 4 * lanes * whole, loops: [] });
    }
    const once = bytes(ELEMENT * 4 * (1 + CHAINS) * count);
    return tally.cost({ flop: flops(2 * 4 * CHAINS * iterations(problem) * count), tiled: once, compulsory: once });
  },
  reference: (problem, [seeds]) => {
    if (!seeds) throw new Error('compute/fma needs its seeds');
    const count = invocations(problem);
    const steps = iterations(problem);
    const seed = (invocation: number, component: number) => seeds[4 * invocation + (component % 4)] ?? Number.NaN;
    return {
      // A row is one vec4 chain of one invocation.
      rows: CHAINS * count,
      rowLength: 4,
      row: (index) => {
        const chain = Math.floor(index / count);
        const orbits = Array.from({ length: 4 }, (_, component) =>
          orbit(constantOf(seed(index % count, component)), firstOf(seed(index % count, component + chain)), steps),
        );
        return {
          values: Float64Array.from(orbits, ({ value }) => value),
          tolerance: Float64Array.from(orbits, ({ tolerance }) => tolerance),
        };
      },
      checkWhole: (output) => {
        const settled = isSettled(steps);
        for (let i = 0; i < 4 * count; i++) {
          const c = constantOf(seeds[i] ?? Number.NaN);
          let value = settledPoint(c, steps);
          let tolerance = CYCLE_TOLERANCE;
          for (let chain = 0; chain < CHAINS; chain++) {
            if (!settled) {
              const first = firstOf(seed(Math.floor(i / 4), (i % 4) + chain));
              ({ value, tolerance } = orbit(c, first, steps));
            }
            const found = output[4 * chain * count + i] ?? Number.NaN;
            // Written so that NaN fails.
            if (!(Math.abs(found - value) <= tolerance))
              return `chain ${chain} of invocation ${Math.floor(i / 4)} ends at ${found}, not ${value}`;
          }
        }
        return null;
      },
    };
  },
});
