import { err, ok, type Result } from '#core/result.ts';
import { type Bytes, bytes, type Seconds } from '#core/units.ts';
import { tableAnswer } from './answer.ts';
import { type Chain, layersOf } from './chain.ts';
import { proposalsOf } from './heuristics.ts';
import { leastMemory } from './needs.ts';
import { type Answer, HEURISTICS, type Heuristic, type Method, type Plan, planOf } from './plan.ts';
import { ROTOR_SLOTS, type RotorTable, rotorTable } from './rotor.ts';
import { rotorTime } from './rotor-plan.ts';
import { noneSchedule } from './segments.ts';

/** A schedule of a heuristic, by its place among those that the heuristic proposes for the chain. */
export interface FrontierPoint {
  readonly method: Heuristic;
  readonly index: number;
  readonly choice: string;
  readonly makespan: Seconds;
  readonly peak: Bytes;
  readonly forwardSteps: number;
}

/** Peak memory against time: what every strategy makes of a chain, and the table that answers every memory. */
export interface Frontier {
  /** Memory in which all is saved: more changes nothing. */
  readonly all: Bytes;
  /** Memory below which nothing fits. */
  readonly least: Bytes;
  /** Of each heuristic, the schedules that none of its own beats in both time and memory, by memory. */
  readonly points: readonly FrontierPoint[];
  readonly table: RotorTable;
}

/** Those that none of the others beats in both, from the least memory to the least time. */
function undominated(points: readonly FrontierPoint[]): readonly FrontierPoint[] {
  const sorted = [...points].sort((one, other) => one.peak - other.peak || one.makespan - other.makespan);
  let fastest = Number.POSITIVE_INFINITY;
  return sorted.filter(({ makespan }) => {
    if (makespan >= fastest) return false;
    fastest = makespan;
    return true;
  });
}

function pointsOf(chain: Chain, method: Heuristic): readonly FrontierPoint[] {
  const points: FrontierPoint[] = [];
  for (const proposal of proposalsOf(chain, method)) {
    const { makespan, peak, forwardSteps } = planOf(chain, proposal).simulation;
    points.push({ method, index: points.length, choice: proposal.choice, makespan, peak, forwardSteps });
  }
  return undominated(points);
}

/** Share of the work that the heuristics are, for the progress. */
const HEURISTIC_SHARE = 0.2;

/** Sums that the table may take, and slots beyond which finer ones show nothing. */
const SUMS = 1e8;
const FINEST = 4000;

/** Slots that a chain's table has time for: short chains have finer ones, and are exact more often. */
const slotsFor = (layers: number): number =>
  Math.max(ROTOR_SLOTS, Math.min(FINEST, Math.floor(SUMS / (layers ** 3 / 6))));

/** Works the frontier out, giving the part done, 0 to 1, as it goes. A fault where the table would be too large. */
export function* frontierOf(
  chain: Chain,
  slots = slotsFor(layersOf(chain)),
): Generator<number, Result<Frontier, string>> {
  const points: FrontierPoint[] = [];
  for (const [index, method] of HEURISTICS.entries()) {
    points.push(...pointsOf(chain, method));
    yield (HEURISTIC_SHARE * (index + 1)) / HEURISTICS.length;
  }
  const { peak: all } = planOf(chain, {
    method: 'none',
    choice: 'all saved',
    schedule: noneSchedule(layersOf(chain)),
  }).simulation;
  const making = rotorTable(chain, all, slots);
  for (;;) {
    const { done, value } = making.next();
    if (!done) yield HEURISTIC_SHARE + (1 - HEURISTIC_SHARE) * value;
    else if (!value.ok) return err(value.error);
    else return ok({ all, least: leastMemory(chain), points, table: value.value });
  }
}

/** A point belongs to one chain: its plan is made once. */
const plans = new WeakMap<FrontierPoint, Plan>();

/** A point's plan, made again. */
function planAt(chain: Chain, point: FrontierPoint): Plan {
  const known = plans.get(point);
  if (known) return known;
  let at = 0;
  for (const proposal of proposalsOf(chain, point.method)) {
    if (at++ !== point.index) continue;
    const plan = planOf(chain, proposal);
    plans.set(point, plan);
    return plan;
  }
  throw new Error(`${point.method} has no proposal ${point.index}`);
}

/** The fastest that fits; null where none does. */
const fastest = (points: readonly FrontierPoint[], memory: number): FrontierPoint | null =>
  points.reduce<FrontierPoint | null>(
    (best, point) => (point.peak <= memory && (best === null || point.makespan < best.makespan) ? point : best),
    null,
  );

/**
 * The least time of each memory at which it falls, from the least memory up: Rotor's, and where its sizes were rounded up what a
 * heuristic does better.
 */
export function rotorCurve(
  chain: Chain,
  { table, points, all }: Frontier,
): readonly { memory: number; time: number }[] {
  const { grid } = table;
  const steps = Array.from({ length: grid.slots + 1 }, (_, slots) => {
    const memory = slots * grid.unit;
    return { memory, time: rotorTime(chain, table, memory) };
  });
  const others = grid.exact
    ? []
    : points.map(({ peak, makespan }) => ({ memory: peak as number, time: makespan as number }));
  let before = Number.POSITIVE_INFINITY;
  return [...steps, ...others]
    .sort((one, other) => one.memory - other.memory || one.time - other.time)
    .filter(({ memory, time }) => {
      if (memory > all || time >= before) return false;
      before = time;
      return true;
    });
}

/** What a heuristic has: Chen's √n segments, where they do not fit, any number of segments. */
const reachOf = ({ points }: Frontier, method: Heuristic): readonly FrontierPoint[] =>
  points.filter((point) => point.method === method || (method === 'sqrt' && point.method === 'segments'));

/** A heuristic's fastest point that fits; null where none does. */
export function pointAt(frontier: Frontier, method: Heuristic, memory: number): FrontierPoint | null {
  const own = fastest(
    frontier.points.filter((point) => point.method === method),
    memory,
  );
  return own ?? fastest(reachOf(frontier, method), memory);
}

/** Memory from which a heuristic has a schedule. */
export const needsOf = (frontier: Frontier, method: Heuristic): Bytes =>
  bytes(Math.min(...reachOf(frontier, method).map(({ peak }) => peak)));

/** What a method answers to a memory, from a frontier: the same as `answerOf`, without working it out again. */
export function frontierAnswer(chain: Chain, frontier: Frontier, method: Method, memory: number): Answer {
  const { points, table } = frontier;
  if (method !== 'rotor' && method !== 'adaptive') {
    const found = pointAt(frontier, method, memory);
    if (found) return { feasible: true, plan: { ...planAt(chain, found), method }, exact: null };
    return { feasible: false, needs: needsOf(frontier, method), exact: null };
  }
  const exact = table.grid.exact;
  const time = rotorTime(chain, table, memory);
  const other = method === 'rotor' && exact ? null : fastest(points, memory);
  if (other && other.makespan < time) return { feasible: true, plan: planAt(chain, other), exact };
  return tableAnswer(chain, table, memory);
}
