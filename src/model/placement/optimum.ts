import { ok, type Result } from '#core/result.ts';
import { costOf } from './cost.ts';
import { edge, far, greedy } from './policies.ts';
import type { Fractions, Misfit, PlacementProblem } from './problem.ts';
import { fractionsOf, LOOSE, programmeOf, type Solution, TIGHT } from './programme.ts';
import { overfullOf } from './room.ts';
import { settled } from './settle.ts';

/** Solves a linear programme in CPLEX LP format; null where it finds no optimum. */
export type Solver = (programme: string) => Solution | null;

/** The tightest that HiGHS takes. */
const TOLERANCE = { primal_feasibility_tolerance: 1e-10, dual_feasibility_tolerance: 1e-10 };

/**
 * HiGHS (Huangfu and Hall 2018), 3.5 MB of WebAssembly: loaded when a placement is first asked for. In a page, `locate` gives the address of
 * its binary.
 */
export async function loadSolver(locate?: (file: string) => string): Promise<Solver> {
  const { default: load } = await import('highs');
  const highs = await load(locate === undefined ? {} : { locateFile: locate });
  return (programme) => {
    const solution = highs.solve(programme, TOLERANCE);
    if (solution.Status !== 'Optimal') return null;
    return new Map(
      Object.entries(solution.Columns).map(([name, column]) => [name, 'Primal' in column ? column.Primal : 0]),
    );
  };
}

function solved(problem: PlacementProblem, unit: number, solver: Solver): Solution {
  const solution = solver(programmeOf(problem, unit, TIGHT)) ?? solver(programmeOf(problem, unit, LOOSE));
  if (solution === null) throw new Error('the solver found no optimum of a placement that fits');
  return solution;
}

/**
 * The placement that takes the least time, by linear programme. Fractions are exact to the solver's tolerance of 1e-10, cleared of its rounding, and never
 * slower than a policy. Errors: nothing fits, with the bytes that are missing. A solver that fails is a bug, and throws.
 */
export function optimum(problem: PlacementProblem, solver: Solver): Result<Fractions, Misfit> {
  const nearest = greedy(problem);
  if (!nearest.ok) return nearest;
  const unit = costOf(problem, nearest.value).time;
  // What takes no time takes none anywhere nearer.
  if (unit === 0) return nearest;
  const candidates: Fractions[] = [
    settled(problem, fractionsOf(problem, solved(problem, unit, solver))),
    nearest.value,
  ];
  // At the last digits a policy that is optimal itself may win.
  for (const policy of [edge, far]) {
    const placed = policy(problem);
    if (placed.ok) candidates.push(placed.value);
  }
  const fitting = candidates.filter((each) => overfullOf(problem, each) === null);
  return ok(
    fitting.reduce(
      (best, each) => (costOf(problem, each).time < costOf(problem, best).time ? each : best),
      nearest.value,
    ),
  );
}
