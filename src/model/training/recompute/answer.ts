import { err, ok, type Result } from '#core/result.ts';
import type { Chain } from './chain.ts';
import { heuristicAnswer } from './heuristics.ts';
import { leastMemory } from './needs.ts';
import { type Answer, HEURISTICS, isBetter, type Method, type Plan, planOf } from './plan.ts';
import { ROTOR_SLOTS, type RotorTable, rotorTable } from './rotor.ts';
import { rotorSchedule } from './rotor-plan.ts';

/** The fastest heuristic that fits. */
function bestHeuristic(chain: Chain, memory: number): Plan | null {
  let best: Plan | null = null;
  for (const method of HEURISTICS) {
    const answer = heuristicAnswer(chain, method, memory);
    if (answer.feasible && (best === null || isBetter(answer.plan, best))) best = answer.plan;
  }
  return best;
}

/** What a table answers to a memory of at most the one that it was made for. */
export function tableAnswer(chain: Chain, table: RotorTable, memory: number): Answer {
  const { exact } = table.grid;
  const schedule = rotorSchedule(chain, table, memory);
  if (schedule === null) return { feasible: false, needs: leastMemory(chain), exact };
  const choice = exact ? 'the best there is' : 'the best with sizes rounded up';
  return { feasible: true, plan: planOf(chain, { method: 'rotor', choice, schedule }), exact };
}

/** The table of a chain without a pause. */
export function tableOf(chain: Chain, memory: number, slots = ROTOR_SLOTS): Result<RotorTable, string> {
  const making = rotorTable(chain, memory, slots);
  for (;;) {
    const { done, value } = making.next();
    if (done) return value;
  }
}

/**
 * The schedule of a method that fits `memory` bytes with the least time; `adaptive` takes the fastest of all methods. Rotor is exact
 * where the sizes' greatest common divisor goes into the memory at most `slots` times; else sizes round up, and what a
 * heuristic does better in the same memory is taken instead. A fault where the table of Rotor would be too large.
 */
export function answerOf(chain: Chain, method: Method, memory: number, slots = ROTOR_SLOTS): Result<Answer, string> {
  if (method !== 'rotor' && method !== 'adaptive') return ok(heuristicAnswer(chain, method, memory));
  const table = tableOf(chain, memory, slots);
  if (!table.ok) return err(table.error);
  const answer = tableAnswer(chain, table.value, memory);
  if (method === 'rotor' && answer.exact) return ok(answer);
  const heuristic = bestHeuristic(chain, memory);
  if (heuristic === null) return ok(answer);
  if (answer.feasible && !isBetter(heuristic, answer.plan)) return ok(answer);
  return ok({ feasible: true, plan: heuristic, exact: answer.exact });
}
