import type { SubgroupAccess } from '../access/tally.ts';
import { contiguous, INVOCATIONS } from './lane-sums.ts';

/** Loads of an invocation in a round, of a vec4 each. */
export const LOADS = 8;
/** f32 elements of a vec4. */
const WIDTH = 4;
/** vec4s of a run, which a workgroup reads in one round: 32 KiB. */
export const RUN = LOADS * INVOCATIONS;

/** The order in which `groups` workgroups read a working set of `vectors` vec4s, a run a round. */
export interface SetWalk {
  readonly vectors: number;
  readonly groups: number;
  readonly rounds: number;
  /** Whether each workgroup has a set of its own, read from its first run; else workgroup g begins at run g of the one set. */
  readonly own: boolean;
  /** Runs to go on by after each round, modulo their number. */
  readonly advance: number;
}

export const runsOf = (vectors: number): number => Math.ceil(vectors / RUN);

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** The number nearest above `runs`/φ without a divisor in common: all runs are visited, neighbours in time far apart in space. */
export function spreadAdvance(runs: number): number {
  let advance = Math.max(1, Math.round(runs * 0.618_033_988_75));
  while (divisor(runs, advance) !== 1) advance++;
  return advance % runs;
}

/** Run that a workgroup reads in a round. */
export const runAt = ({ vectors, own, advance }: SetWalk, group: number, round: number): number =>
  ((own ? 0 : group) + round * advance) % runsOf(vectors);

/** First vec4 of a run, from its set's start. The last run ends where the set ends. */
export const startOf = ({ vectors }: SetWalk, run: number): number => Math.min(run * RUN, Math.max(vectors, RUN) - RUN);

/** Workgroups whose first run is this one. */
const groupsFrom = ({ vectors, groups, own }: SetWalk, run: number): number =>
  own ? (run === 0 ? groups : 0) : Math.max(0, Math.ceil((groups - run) / runsOf(vectors)));

/** First runs of those workgroups that read `run` in the rounds 0, 1, … as long as no run occurs twice. */
const firstRunsTo = (walk: SetWalk, run: number): number[] => {
  const runs = runsOf(walk.vectors);
  return Array.from({ length: Math.min(walk.rounds, runs) }, (_, round) => {
    const shift = (round * walk.advance) % runs;
    return (run + runs - shift) % runs;
  });
};

/** How often the last run is read by all workgroups together. */
function readsOfLast(walk: SetWalk): number {
  const runs = runsOf(walk.vectors);
  // The advance shares no divisor with the number of runs: a workgroup is back at its first run after as many rounds.
  return firstRunsTo(walk, runs - 1).reduce(
    (sum, first, round) => sum + groupsFrom(walk, first) * Math.ceil((walk.rounds - round) / runs),
    0,
  );
}

/** All loads of the sets, for the tally. */
export function setLoads(walk: SetWalk, lanes: number): readonly SubgroupAccess[] {
  const { vectors, groups, rounds, own } = walk;
  const sets = own ? [{ stride: WIDTH * vectors, count: groups }] : [];
  if (vectors < RUN) {
    const again = own ? [...sets, { stride: 0, count: rounds }] : [{ stride: 0, count: groups * rounds }];
    return Array.from({ length: RUN / lanes }, (_, subgroup) => ({
      offsets: Array.from({ length: lanes }, (_, lane) => WIDTH * ((subgroup * lanes + lane) % vectors)),
      width: WIDTH,
      start: 0,
      loops: again,
    }));
  }
  const toLast = readsOfLast(walk);
  const times = (count: number) => (own ? [...sets, { stride: 0, count: count / groups }] : [{ stride: 0, count }]);
  return [
    // Whole runs begin at whole sectors, wherever in the set they are.
    ...contiguous(RUN, lanes, WIDTH, { again: times(groups * rounds - toLast) }),
    ...contiguous(RUN, lanes, WIDTH, { start: WIDTH * (vectors - RUN), again: times(toLast) }),
  ];
}

/** Distinct vec4s that each workgroup reads, summed. */
export function readByGroups(walk: SetWalk): number {
  const { vectors, groups, rounds } = walk;
  const runs = runsOf(vectors);
  if (runs === 1) return groups * vectors;
  const visited = new Set(firstRunsTo(walk, 0).map((first) => (runs - first) % runs));
  // A workgroup that reads both the last run and the one before reads their overlap once.
  const both = firstRunsTo(walk, runs - 1)
    .filter((first) => visited.has((2 * runs - 2 - first) % runs))
    .reduce((sum, first) => sum + groupsFrom(walk, first), 0);
  return groups * Math.min(rounds, runs) * RUN - both * (runs * RUN - vectors);
}

/** Distinct vec4s that all workgroups read together. */
export function readByAll(walk: SetWalk): number {
  const { vectors, groups, rounds, own, advance } = walk;
  const runs = runsOf(vectors);
  if (own) return readByGroups(walk);
  if (groups >= runs || rounds >= runs) return vectors;
  // Each round reads as many runs in a row as there are workgroups, modulo the number of runs.
  const steps = new Float64Array(2 * runs + 1);
  for (let round = 0; round < rounds; round++) {
    const first = (round * advance) % runs;
    steps[first] = (steps[first] ?? 0) + 1;
    steps[first + groups] = (steps[first + groups] ?? 0) - 1;
  }
  const read = new Uint8Array(runs);
  let open = 0;
  steps.forEach((step, run) => {
    open += step;
    if (open > 0) read[run % runs] = 1;
  });
  const count = read.reduce((sum, one) => sum + one, 0);
  return count * RUN - (read[runs - 1] && read[runs - 2] ? runs * RUN - vectors : 0);
}
