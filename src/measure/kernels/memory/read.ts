import { bytes, flops } from '#core/units.ts';
import source from '#shaders/memory/read.wgsl?raw';
import { ELEMENT, Tally } from '../access/tally.ts';
import type { Kernel, Problem } from '../kernel.ts';
import { foldGroups, sizeOf } from '../problem.ts';
import { INVOCATIONS, laneSums, sumStores } from './lane-sums.ts';

/** vec4s that an invocation sums. */
const LOADS = 16;
/** vec4s of one workgroup's run: 64 KiB. */
const RUN = INVOCATIONS * LOADS;

const vectors = (problem: Problem): number => Math.ceil(sizeOf(problem, 'elements') / 4);
const rounds = (problem: Problem): number => sizeOf(problem, 'rounds');
const runs = (problem: Problem): number => Math.ceil(vectors(problem) / RUN);
const groups = (problem: Problem): number => runs(problem) * rounds(problem);
const sums = (problem: Problem): number => groups(problem) * INVOCATIONS;

export const read = Object.freeze<Kernel>({
  id: 'memory/read',
  family: 'memory',
  title: 'Read',
  teaches:
    'Bytes read in whole runs and summed: over a small buffer read again and again it shows a cache, over a large one memory.',
  source,
  entryPoint: 'main',
  sizes: [
    { key: 'elements', label: 'Elements', min: 1, max: 2 ** 29, default: 2 ** 20 },
    { key: 'rounds', label: 'Rounds over the buffer', min: 1, max: 2 ** 16, default: 1 },
  ],
  bindings: [
    // Padded up to whole vec4s; the padding is read and summed.
    { name: 'input', access: 'read', elements: (problem) => 4 * vectors(problem) },
    { name: 'sums', access: 'write', elements: sums },
  ],
  workgroup: [INVOCATIONS, 1, 1],
  overrides: (problem) => ({ GROUPS_X: foldGroups(groups(problem))[0] }),
  lengths: (problem) => ({ VECTORS: vectors(problem), SUMS: sums(problem) }),
  workgroups: (problem) => foldGroups(groups(problem)),
  cost: (problem, widths) => {
    const tally = new Tally(widths);
    const count = vectors(problem);
    const again = { stride: 0, count: rounds(problem) };
    const lanes = Math.min(widths.subgroupWidth, INVOCATIONS);
    const whole = Math.floor(count / lanes);
    const run = (length: number) => Array.from({ length }, (_, lane) => 4 * lane);
    tally.add({ offsets: run(lanes), width: 4, start: 0, loops: [{ stride: 4 * lanes, count: whole }, again] });
    tally.add({ offsets: run(count - whole * lanes), width: 4, start: 4 * lanes * whole, loops: [again] });
    tally.add(sumStores(sums(problem), lanes));
    return tally.cost({
      flop: flops(4 * count * rounds(problem)),
      tiled: bytes(ELEMENT * (4 * count * rounds(problem) + sums(problem))),
      compulsory: bytes(ELEMENT * (4 * count + sums(problem))),
    });
  },
  reference: (problem, [input]) => {
    if (!input) throw new Error('memory/read needs its input');
    const count = vectors(problem);
    return laneSums(groups(problem), runs(problem), LOADS, (group, take) => {
      const end = Math.min((group + 1) * RUN, count);
      for (let vector = group * RUN; vector < end; vector++)
        for (let i = 4 * vector; i < 4 * vector + 4; i++) take(vector % INVOCATIONS, input[i] ?? Number.NaN);
    });
  },
});
