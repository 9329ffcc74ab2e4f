import { bytes, flops } from '#core/units.ts';
import { ELEMENT, Tally } from '../access/tally.ts';
import type { Kernel, Problem } from '../kernel.ts';
import { sizeOf } from '../problem.ts';
import { INVOCATIONS, laneSums, sumStores } from './lane-sums.ts';
import {
  LOADS,
  RUN,
  readByAll,
  readByGroups,
  runAt,
  runsOf,
  type SetWalk,
  setLoads,
  spreadAdvance,
  startOf,
} from './set-walk.ts';

/** Bytes of a vec4. */
const VECTOR = 16;

export interface WorkingSetVariant extends Pick<Kernel, 'id' | 'title' | 'teaches' | 'source'> {
  /** Whether each workgroup has `bytes` of its own; else all of them share `bytes`. */
  readonly own: boolean;
  readonly most: number;
  readonly label: string;
}

/** Workgroups that read a working set run by run, `rounds` runs each; every invocation writes the sum of its loads. */
export function workingSet({ id, title, teaches, source, own, most, label }: WorkingSetVariant): Kernel {
  const walkOf = (problem: Problem): SetWalk => {
    const vectors = sizeOf(problem, 'bytes') / VECTOR;
    const runs = runsOf(vectors);
    const advance = own ? 1 % runs : spreadAdvance(runs);
    return { vectors, groups: sizeOf(problem, 'workgroups'), rounds: sizeOf(problem, 'rounds'), own, advance };
  };
  const sums = (problem: Problem): number => sizeOf(problem, 'workgroups') * INVOCATIONS;
  const vectors = ({ vectors: ofOne, groups }: SetWalk): number => (own ? groups * ofOne : ofOne);
  const parameters = ({ vectors: ofOne, rounds, advance }: SetWalk): number[] =>
    own ? [ofOne, rounds] : [ofOne, rounds, advance];
  return Object.freeze<Kernel>({
    id,
    family: 'memory',
    title,
    teaches,
    source,
    entryPoint: 'main',
    sizes: [
      // At least a vec4 for each invocation: below, neighbours would ask for the same one, which costs a cache less than it seems.
      { key: 'bytes', label, min: VECTOR * INVOCATIONS, max: most, default: 2 ** 15, multipleOf: 64 },
      // Not more than one dimension of a dispatch holds.
      { key: 'workgroups', label: 'Workgroups', min: 1, max: 65_535, default: 64 },
      // More would let the rounding of a sum hide what the check is to find.
      { key: 'rounds', label: 'Rounds of 32 KiB a workgroup', min: 1, max: 1024, default: 32 },
    ],
    bindings: [
      { name: 'source', access: 'read', elements: (problem) => (vectors(walkOf(problem)) * VECTOR) / ELEMENT },
      {
        name: 'parameters',
        access: 'read',
        elements: (problem) => parameters(walkOf(problem)).length,
        content: {
          key: (problem) => `${id} ${parameters(walkOf(problem)).join(' ')}`,
          fill: (problem) => new Float32Array(Uint32Array.from(parameters(walkOf(problem))).buffer),
        },
      },
      { name: 'sums', access: 'write', elements: sums },
    ],
    workgroup: [INVOCATIONS, 1, 1],
    overrides: () => ({}),
    workgroups: (problem) => [sizeOf(problem, 'workgroups'), 1, 1],
    cost: (problem, widths) => {
      const walk = walkOf(problem);
      const tally = new Tally(widths);
      const lanes = Math.min(widths.subgroupWidth, INVOCATIONS);
      for (const access of setLoads(walk, lanes)) tally.add(access);
      const { length } = parameters(walk);
      // Every invocation asks for the same parameters, one after the other.
      const all = { offsets: Array.from({ length: lanes }, () => 0), width: 1, start: 0 };
      tally.add({ ...all, loops: [{ stride: 0, count: (length * sums(problem)) / lanes }] });
      tally.add(sumStores(sums(problem), lanes));
      return tally.cost({
        flop: flops(4 * LOADS * walk.rounds * sums(problem)),
        tiled: bytes(VECTOR * readByGroups(walk) + ELEMENT * (length * walk.groups + sums(problem))),
        compulsory: bytes(VECTOR * readByAll(walk) + ELEMENT * (length + sums(problem))),
      });
    },
    reference: (problem, [input]) => {
      if (!input) throw new Error(`${id} needs its input`);
      const walk = walkOf(problem);
      // Workgroups that begin at the same run of one set end with the same sums.
      const distinct = own ? walk.groups : Math.min(walk.groups, runsOf(walk.vectors));
      return laneSums(walk.groups, distinct, 4 * LOADS * walk.rounds, (group, take) => {
        for (let round = 0; round < walk.rounds; round++) {
          const start = (own ? group * walk.vectors : 0) + startOf(walk, runAt(walk, group, round));
          for (let load = 0; load < RUN; load++) {
            const vector = start + (load % walk.vectors);
            for (let i = 4 * vector; i < 4 * vector + 4; i++) take(load % INVOCATIONS, input[i] ?? Number.NaN);
          }
        }
      });
    },
  });
}
