import type { Adapter } from '../../record/record.ts';
import { type Choice, type ProductSizes, sameChoice, type Trial } from '../../record/tuning/choice.ts';
import { ranked, sameSizes } from '../../record/tuning/ranked.ts';
import { usualChoices } from '../../record/tuning/usual.ts';
import { coarseChoices, neighboursOf, refusalOf } from './space.ts';

/** What a search is for: the adapter that runs it, a smaller product to look at all that there is, and the one asked for. */
export interface SearchFor {
  readonly adapter: Adapter;
  readonly small: ProductSizes;
  readonly asked: ProductSizes;
}

// Each stage is a function of the trials so far: successive halving, then steps from the best, then the best once more, longer.

const runnable = ({ adapter, asked }: SearchFor, choices: readonly Choice[]): readonly Choice[] =>
  choices.filter((choice) => refusalOf(choice, adapter, asked) === null);

const on = (sizes: ProductSizes, trials: readonly Trial[]): readonly Trial[] =>
  ranked(trials.filter((trial) => sameSizes(trial.sizes, sizes)));

/** The first look: common choices of every program, on the small product. */
export const coarse = (search: SearchFor): readonly Choice[] => runnable(search, coarseChoices(search.adapter));

/** The faster of those on the product asked for, at most `count`; among them what is usual, to measure the gain by. */
export function survivors(search: SearchFor, trials: readonly Trial[], count: number): readonly Choice[] {
  const fast = on(search.small, trials).map(({ choice }) => choice);
  const usual = usualOf(search);
  const rest = fast.filter((one) => usual === null || !sameChoice(one, usual));
  return [...(usual === null ? [] : [usual]), ...rest].slice(0, count);
}

/** What would be taken without a search. */
export const usualOf = (search: SearchFor): Choice | null => {
  const [first] = runnable(
    search,
    usualChoices(search.adapter).map(({ rate: _, ...choice }) => choice),
  );
  return first ?? null;
};

/** How many of the fastest are stepped from: a step in the wrong direction of the one may be the right one of the other. */
const FROM = 2;

/** One step from the fastest so far, in each parameter, where nobody has been yet. */
export function refined(search: SearchFor, trials: readonly Trial[], count: number): readonly Choice[] {
  const known = on(search.asked, trials);
  const steps = known.slice(0, FROM).map(({ choice }) => runnable(search, neighboursOf(choice)));
  const inTurn = Array.from({ length: Math.max(0, ...steps.map(({ length }) => length)) }, (_, at) =>
    steps.flatMap((list) => list[at] ?? []),
  ).flat();
  return inTurn
    .filter((one, at) => inTurn.findIndex((other) => sameChoice(one, other)) === at)
    .filter((one) => !known.some(({ choice }) => sameChoice(choice, one)))
    .slice(0, count);
}

/** The fastest on the product asked for, then what is usual, then the next ones, and those of the first look behind them. */
export function finalists(search: SearchFor, trials: readonly Trial[], count: number): readonly Choice[] {
  const known = [...on(search.asked, trials), ...on(search.small, trials)];
  const [first, ...others] = known.map(({ choice }) => choice);
  const usual = usualOf(search);
  const list = [first, usual, ...others].filter((one) => one !== undefined && one !== null);
  return list.filter((one, at) => list.findIndex((other) => sameChoice(one, other)) === at).slice(0, count);
}

/** How far a search is. */
export interface Spent {
  readonly trials: number;
  /** Seconds since it began, compilation among them. */
  readonly seconds: number;
}

/**
 * How many more there is time for, where each takes `times` as long as those so far and `reserved` of those are kept for later. A
 * search that a busy machine slows down looks at less, and still ends in time.
 */
export function affordable(
  { trials, seconds }: Spent,
  budgetSeconds: number,
  { most, reserved = 0, times = 1 }: { readonly most: number; readonly reserved?: number; readonly times?: number },
): number {
  if (trials === 0) return most;
  const each = seconds / trials;
  return Math.max(0, Math.min(most, Math.floor(((budgetSeconds - seconds) / each - reserved) / times)));
}
