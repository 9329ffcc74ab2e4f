import type { Tally } from '../access/tally.ts';

/** One load or store by each of `count` invocations in a row, neighbours next to each other. */
export interface Runs {
  readonly count: number;
  /** Invocations of a subgroup. */
  readonly lanes: number;
  /** Elements that an invocation reads or writes at once. */
  readonly width: number;
  /** First element of each run: one for every load or store of this kind. */
  readonly starts: readonly number[];
}

/** Adds runs to a tally: whole subgroups, then the rest of one. */
export function addRuns(tally: Tally, { count, lanes, width, starts }: Runs): void {
  const whole = Math.floor(count / lanes);
  const offsets = (length: number) => Array.from({ length }, (_, lane) => width * lane);
  for (const start of starts) {
    tally.add({ offsets: offsets(lanes), width, start, loops: [{ stride: width * lanes, count: whole }] });
    tally.add({ offsets: offsets(count - whole * lanes), width, start: start + width * lanes * whole, loops: [] });
  }
}
