import type { Bytes } from '#core/units.ts';
import type { Chain } from './chain.ts';
import type { Schedule } from './schedule.ts';
import { type Simulation, simulate } from './simulate.ts';

export const HEURISTICS = ['none', 'selective', 'sqrt', 'segments', 'layer-inputs', 'revolve', 'input-only'] as const;
export type Heuristic = (typeof HEURISTICS)[number];
export const METHODS = ['rotor', ...HEURISTICS, 'adaptive'] as const;
export type Method = (typeof METHODS)[number];

/** A schedule that a strategy proposes, and how it chose, as a few words for people. */
export interface Proposal {
  readonly method: Exclude<Method, 'adaptive'>;
  readonly choice: string;
  readonly schedule: Schedule;
}
/** A proposal and what the simulator makes of it. */
export interface Plan extends Proposal {
  readonly simulation: Simulation;
}

/** What a strategy answers to a memory. */
export type Answer =
  | {
      readonly feasible: true;
      readonly plan: Plan;
      /** Of the dynamic programme: whether it ran on the sizes as they are. null: there was none to run. */
      readonly exact: boolean | null;
    }
  | {
      readonly feasible: false;
      /** Memory from which this strategy has a schedule. */
      readonly needs: Bytes;
      readonly exact: boolean | null;
    };

/** Runs what our own planners made: a step that cannot be done is a bug of theirs. */
export function planOf(chain: Chain, proposal: Proposal): Plan {
  const simulation = simulate(chain, proposal.schedule);
  if (!simulation.ok) {
    const { step, message } = simulation.error;
    throw new Error(`${proposal.method}, ${proposal.choice}: step ${step}: ${message}`);
  }
  return { ...proposal, simulation: simulation.value };
}

/** Faster, or as fast in less memory. */
export const isBetter = (one: Plan, other: Plan): boolean =>
  one.simulation.makespan < other.simulation.makespan ||
  (one.simulation.makespan === other.simulation.makespan && one.simulation.peak < other.simulation.peak);
