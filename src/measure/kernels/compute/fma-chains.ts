import { bytes, flops } from '#core/units.ts';
import source from '#shaders/compute/fma-chains.wgsl?raw';
import { ELEMENT, Tally } from '../access/tally.ts';
import type { Kernel, Problem } from '../kernel.ts';
import { pointwise } from '../pointwise.ts';
import { foldGroups, sizeOf } from '../problem.ts';
import { UNIT_ROUNDOFF } from '../rounding.ts';
import { constantOf, firstOf, orbitPoint } from './orbit.ts';
import { addRuns } from './runs.ts';

const INVOCATIONS = 256;

const chains = (problem: Problem): number => sizeOf(problem, 'chains');
const invocations = (problem: Problem): number => sizeOf(problem, 'invocations');
const iterations = (problem: Problem): number => sizeOf(problem, 'iterations');
const groups = (problem: Problem) => foldGroups(Math.ceil(invocations(problem) / INVOCATIONS));
const results = (problem: Problem): number => chains(problem) * invocations(problem);

export const fmaChains = Object.freeze<Kernel>({
  id: 'compute/fma-chains',
  family: 'compute',
  title: 'Multiply-adds by chains',
  teaches:
    'One to eight independent chains an invocation: with one, each multiply-add waits for the last, and more of them hide that wait.',
  source,
  entryPoint: 'main',
  sizes: [
    { key: 'chains', label: 'Chains of an invocation', min: 1, max: 8, default: 1 },
    { key: 'invocations', label: 'Invocations', min: 1, max: 2 ** 20, default: 2 ** 14 },
    { key: 'iterations', label: 'Multiply-adds a chain', min: 1, max: 2 ** 20, default: 512 },
  ],
  bindings: [
    { name: 'seeds', access: 'read', elements: invocations },
    { name: 'orbits', access: 'write', elements: results },
  ],
  workgroup: [INVOCATIONS, 1, 1],
  overrides: (problem) => ({
    CHAINS: chains(problem),
    GROUPS_X: groups(problem)[0],
    ITERATIONS: iterations(problem),
  }),
  lengths: (problem) => ({ INVOCATIONS: invocations(problem), ORBITS: results(problem) }),
  workgroups: groups,
  cost: (problem, widths) => {
    const tally = new Tally(widths);
    const count = invocations(problem);
    const lanes = Math.min(widths.subgroupWidth, INVOCATIONS);
    // Seeds once, then each chain's results in a run of their own.
    addRuns(tally, { count, lanes, width: 1, starts: [0] });
    addRuns(tally, { count, lanes, width: 1, starts: Array.from({ length: chains(problem) }, (_, i) => i * count) });
    const once = bytes(ELEMENT * (count + results(problem)));
    return tally.cost({ flop: flops(2 * results(problem) * iterations(problem)), tiled: once, compulsory: once });
  },
  reference: (problem, [seeds]) => {
    if (!seeds) throw new Error('compute/fma-chains needs its seeds');
    const count = invocations(problem);
    return pointwise(
      results(problem),
      1,
      (index) => {
        const seed = seeds[index % count] ?? Number.NaN;
        // Chains start at eighths of the first: 8/8, 7/8 …
        const first = Math.fround((firstOf(seed) * (8 - Math.floor(index / count))) / 8);
        return orbitPoint(constantOf(seed), first, iterations(problem), UNIT_ROUNDOFF);
      },
      (index) => `chain ${Math.floor(index / count)} of invocation ${index % count}`,
    );
  },
});
