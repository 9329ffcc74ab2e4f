import { err, ok, type Result } from '#core/result.ts';
import { median, medianInterval } from '#core/statistics.ts';
import { type Seconds, seconds } from '#core/units.ts';
import type { Clock } from '../record/record.ts';
import { spreadNote } from './spread.ts';

/** Times of one pass of N dispatches and of one of 2N. `null`: the clock ran backwards, as the standard allows. */
export interface PairTimes {
  readonly short: Seconds | null;
  /** `null` also where a dispatch is too long for a second one in a submit. */
  readonly long: Seconds | null;
}

export interface PassPlan {
  /** Dispatches of the shorter pass, N. */
  readonly dispatches: number;
  /** Whether the longer pass of 2N runs. It does not where two dispatches would make a submit too long. */
  readonly paired: boolean;
  readonly notes: readonly string[];
}

export interface Estimate {
  /** Seconds a dispatch, one for each pair that counted. */
  readonly samples: readonly Seconds[];
  readonly median: Seconds;
  readonly interval: readonly [Seconds, Seconds];
  readonly notes: readonly string[];
}

/** No submit may be longer: Windows resets a GPU after 2 s, and Stop must stop. */
export const LONGEST_SUBMIT = 0.25;
/** Aimed at, since a prediction may be 25 % off (a clock that ramps down, a busy machine). */
export const AIMED_SUBMIT = 0.2;
export const FEWEST_PAIRS = 3;
export const MOST_DISPATCHES = 8192;

/** How to lay out passes of about `passSeconds` for a dispatch that takes `dispatchSeconds`. */
export function planPasses(dispatchSeconds: number, passSeconds: number, wholePasses = false): PassPlan {
  const notes: string[] = [];
  if (2 * dispatchSeconds > LONGEST_SUBMIT) {
    notes.push('One dispatch is so long that each was timed alone: the fixed cost of a pass is in the time.');
    if (dispatchSeconds > LONGEST_SUBMIT) notes.push('One dispatch is longer than 250 ms.');
    return { dispatches: 1, paired: false, notes };
  }
  const wanted = Math.ceil(passSeconds / dispatchSeconds);
  const dispatches = Math.max(1, Math.min(wanted, Math.floor(AIMED_SUBMIT / 2 / dispatchSeconds), MOST_DISPATCHES));
  return { dispatches, paired: !wholePasses, notes };
}

/** Dispatch counts of the passes of one pair. Odd pairs run the long one first, so that a drift cancels. */
export const passesOf = ({ dispatches, paired }: PassPlan, pair: number): readonly number[] =>
  !paired ? [dispatches] : pair % 2 === 0 ? [dispatches, 2 * dispatches] : [2 * dispatches, dispatches];

/** Passes gathered into submits, each no longer than aimed at; a pass is never split. */
export function submitsOf(
  passes: readonly number[],
  dispatchSeconds: number,
  mostPasses: number,
): readonly (readonly number[])[] {
  const submits: number[][] = [];
  let last: number[] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const pass of passes) {
    const time = pass * dispatchSeconds;
    if (length + time > AIMED_SUBMIT || last.length >= mostPasses) {
      last = [];
      length = 0;
      submits.push(last);
    }
    last.push(pass);
    length += time;
  }
  return submits;
}

/** Share of slopes that must be positive for them to mean something. */
const MEANINGFUL = 2 / 3;

/**
 * Seconds a dispatch from passes of N and of 2N dispatches. The difference of the two cancels what a pass costs besides
 * its dispatches. Passes that took no time ran on a clock that stood still or went backwards, and are left out; so are
 * differences that are not positive. Where noise drowns the differences, whole passes count, their fixed cost with them.
 * The interval is the 95 % one of the median, and never narrower than one step of the clock over N: samples that
 * agree because the clock is coarse do not agree because the time is known.
 */
export function estimate(pairs: readonly PairTimes[], plan: PassPlan, clock: Clock): Result<Estimate, string> {
  const { dispatches, paired } = plan;
  const timed = pairs.flatMap(({ short, long }) => {
    if (short === null || short <= 0) return [];
    if (!paired) return [{ slope: short / dispatches, whole: short / dispatches }];
    if (long === null || long <= 0) return [];
    return [{ slope: (long - short) / dispatches, whole: (short + long) / (3 * dispatches) }];
  });
  const slopes = timed.map(({ slope }) => slope).filter((slope) => slope > 0);
  const drowned = slopes.length < MEANINGFUL * timed.length;
  const samples = (drowned ? timed.map(({ whole }) => whole) : slopes).map(seconds);
  const discarded = pairs.length - samples.length;
  if (samples.length < FEWEST_PAIRS)
    return err(`only ${samples.length} of ${pairs.length} pairs of passes gave a time above zero`);
  const middle = seconds(median(samples));
  const [low, high] = medianInterval(samples);
  const step = clock.resolution / dispatches;
  const notes = [...plan.notes];
  if (drowned) notes.push('The fixed cost of a pass is in the time: it was lost in noise.');
  if (discarded > 0)
    notes.push(`${discarded} of ${pairs.length} pairs were left out: noise, or a clock that ran backwards.`);
  if (step > high - middle && step > middle - low && step > 1e-3 * middle)
    notes.push(`The clock's step (${(clock.resolution * 1e6).toPrecision(3)} µs) sets the interval.`);
  const spread = spreadNote(samples, step);
  if (spread !== null) notes.push(spread);
  return ok({
    samples,
    median: middle,
    // A median under one step still has a time above zero.
    interval: [seconds(Math.max(Math.min(low, middle - step), middle / 100)), seconds(Math.max(high, middle + step))],
    notes,
  });
}
