import * as v from 'valibot';
import type { View } from './view.ts';

export type RecomputeView = {
  /** The stack in view on the machine in view, or layers that are all alike. */
  readonly source: 'stack' | 'equal';
  /** Of layers alike: how many, the seconds that each takes, and the bytes that it saves for each byte that it gives. */
  readonly layers: number;
  readonly forward: number;
  readonly backward: number;
  readonly saved: number;
  /** Where the budget is, in thousandths of the way from the least memory to that of saving all. */
  readonly budget: number;
  /** Strategy whose schedule is shown, by id; one that there is not reads as Rotor. */
  readonly method: string;
};

const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
export const MOST_LAYERS = 120;
export const MOST_SECONDS = 1000;
export const MOST_SAVED = 64;
export const BUDGET_STEPS = 1000;

export const recomputeView: View<RecomputeView> = {
  id: 'recompute',
  fields: {
    source: v.picklist(['stack', 'equal']),
    layers: whole(1, MOST_LAYERS),
    forward: whole(1, MOST_SECONDS),
    backward: whole(1, MOST_SECONDS),
    saved: whole(1, MOST_SAVED),
    budget: whole(0, BUDGET_STEPS),
    method: v.pipe(v.string(), v.regex(/^[a-z-]{1,40}$/)),
  },
  defaults: { source: 'stack', layers: 10, forward: 1, backward: 2, saved: 3, budget: 300, method: 'rotor' },
};
