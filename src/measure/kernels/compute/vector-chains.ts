import { bytes, flops } from '#core/units.ts';
import { ELEMENT, Tally } from '../access/tally.ts';
import type { Binding, Kernel, Problem } from '../kernel.ts';
import { foldGroups, sizeOf } from '../problem.ts';
import { constantOf, firstOf, orbit, orbitPoint } from './orbit.ts';
import { addRuns } from './runs.ts';

const INVOCATIONS = 256;
/** vec4 chains of an invocation. */
const CHAINS = 4;

const invocations = (problem: Problem): number => sizeOf(problem, 'invocations');
const iterations = (problem: Problem): number => sizeOf(problem, 'iterations');
const groups = (problem: Problem) => foldGroups(Math.ceil(invocations(problem) / INVOCATIONS));

/** What one number format adds to the family. */
export interface VectorChainsVariant extends Pick<Kernel, 'id' | 'title' | 'teaches' | 'source' | 'requires'> {
  /** Unit roundoff of the arithmetic. */
  readonly unit: number;
  /** Seeds that the format holds exactly, where not every f32 in [−1, 1) is one. */
  readonly content?: Binding['content'];
}

/** x = fma(x, x, c) in sixteen chains an invocation, in four vectors of four; every result is written as f32. */
export const vectorChains = ({ unit, content, ...description }: VectorChainsVariant): Kernel =>
  Object.freeze<Kernel>({
    ...description,
    family: 'compute',
    entryPoint: 'main',
    sizes: [
      { key: 'invocations', label: 'Invocations', min: 1, max: 2 ** 24, default: 2 ** 14 },
      { key: 'iterations', label: 'Multiply-adds a chain', min: 1, max: 2 ** 20, default: 512 },
    ],
    bindings: [
      { name: 'seeds', access: 'read', elements: (problem) => 4 * invocations(problem), ...(content && { content }) },
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
      // Seeds once, then each chain's results in a run of their own.
      const starts = [0, ...Array.from({ length: CHAINS }, (_, chain) => 4 * chain * count)];
      addRuns(tally, { count, lanes, width: 4, starts });
      const once = bytes(ELEMENT * 4 * (1 + CHAINS) * count);
      return tally.cost({ flop: flops(2 * 4 * CHAINS * iterations(problem) * count), tiled: once, compulsory: once });
    },
    reference: (problem, [seeds]) => {
      if (!seeds) throw new Error(`${description.id} needs its seeds`);
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
            orbit(
              constantOf(seed(index % count, component)),
              firstOf(seed(index % count, component + chain)),
              steps,
              unit,
            ),
          );
          return {
            values: Float64Array.from(orbits, ({ value }) => value),
            tolerance: Float64Array.from(orbits, ({ tolerance }) => tolerance),
          };
        },
        checkWhole: (output) => {
          for (let i = 0; i < 4 * count; i++) {
            const c = constantOf(seeds[i] ?? Number.NaN);
            for (let chain = 0; chain < CHAINS; chain++) {
              const first = firstOf(seed(Math.floor(i / 4), (i % 4) + chain));
              const { value, tolerance } = orbitPoint(c, first, steps, unit);
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
