import { bytes, flops } from '#core/units.ts';
import source from '#shaders/overhead/compile.wgsl?raw';
import { ELEMENT, Tally } from '../access/tally.ts';
import type { Kernel, Problem } from '../kernel.ts';
import { matmulReference } from '../matmul/reference.ts';
import { sizeOf } from '../problem.ts';

const TILE = 16;
const INVOCATIONS = TILE * TILE;

/** Steps of 16 along K, each a tile of A and one of B. */
const repeats = (problem: Problem): number => sizeOf(problem, 'repeats');
const length = (problem: Problem): number => INVOCATIONS * repeats(problem);

export const compileOverhead = Object.freeze<Kernel>({
  id: 'overhead/compile',
  family: 'overhead',
  title: 'Compile a pipeline',
  teaches:
    'A pipeline of some fifty lines compiled that no cache knows: what a page waits for before it may run a kernel for the first time.',
  times: 'compile',
  source,
  entryPoint: 'main',
  sizes: [{ key: 'repeats', label: 'Tiles of A and B', min: 1, max: 2 ** 12, default: 4 }],
  bindings: [
    { name: 'A', access: 'read', elements: length },
    { name: 'B', access: 'read', elements: length },
    { name: 'C', access: 'write', elements: () => INVOCATIONS },
  ],
  workgroup: [TILE, TILE, 1],
  workgroupBytes: ELEMENT * (INVOCATIONS + TILE * (TILE + 1)),
  // The engine gives every pipeline that it times another salt.
  overrides: (problem) => ({ K: TILE * repeats(problem), SALT: 0 }),
  lengths: (problem) => ({ LENGTH: length(problem) }),
  workgroups: () => [1, 1, 1],
  cost: (problem, widths) => {
    const tally = new Tally(widths);
    const k = TILE * repeats(problem);
    // A subgroup reads `rows` rows of A's tile, and runs of B and C.
    const lanes = Math.min(widths.subgroupWidth, INVOCATIONS);
    const along = Array.from({ length: lanes }, (_, lane) => lane);
    const ofA = along.map((lane) => Math.floor(lane / TILE) * k + (lane % TILE));
    for (let first = 0; first < INVOCATIONS; first += lanes) {
      const steps = { stride: TILE, count: repeats(problem) };
      tally.add({ offsets: ofA, width: 1, start: Math.floor(first / TILE) * k + (first % TILE), loops: [steps] });
    }
    const groups = INVOCATIONS / lanes;
    tally.add({ offsets: along, width: 1, start: 0, loops: [{ stride: lanes, count: groups * repeats(problem) }] });
    tally.add({ offsets: along, width: 1, start: 0, loops: [{ stride: lanes, count: groups }] });
    const once = bytes(ELEMENT * (2 * length(problem) + INVOCATIONS));
    return tally.cost({ flop: flops(2 * TILE * TILE * k), tiled: once, compulsory: once });
  },
  reference: (problem, [a, b]) => {
    if (!a || !b) throw new Error('overhead/compile needs the inputs A and B');
    return matmulReference({ m: TILE, n: TILE, k: TILE * repeats(problem) }, a, b);
  },
});
