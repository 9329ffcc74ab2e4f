import { type ProductSizes, sameChoice, type Trial } from './choice.ts';

export const sameSizes = (one: ProductSizes, other: ProductSizes): boolean =>
  one.m === other.m && one.n === other.n && one.k === other.k;

/**
 * Of each choice one trial, fastest first: what was measured longest, as the last stage of a search does (role `point`), stands
 * before what was only looked at.
 */
export function ranked<T extends Trial>(trials: readonly T[]): readonly T[] {
  const best: T[] = [];
  const settled = (one: T) => (one.role === 'point' ? 1 : 0);
  for (const trial of trials) {
    const at = best.findIndex(({ choice }) => sameChoice(choice, trial.choice));
    const known = best[at];
    if (known === undefined) best.push(trial);
    else if (settled(trial) >= settled(known)) best[at] = trial;
  }
  return best.toSorted((one, other) => settled(other) - settled(one) || other.rate - one.rate);
}
