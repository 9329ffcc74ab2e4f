import { err, type Result } from '#core/result.ts';
import type { Seconds } from '#core/units.ts';
import type { Clock } from '../record/record.ts';
import {
  AIMED_SUBMIT,
  type Estimate,
  estimate,
  FEWEST_PAIRS,
  MOST_DISPATCHES,
  type PairTimes,
  type PassPlan,
  passesOf,
  planPasses,
  submitsOf,
} from './estimator.ts';
import type { PassTimer } from './pass-timer.ts';

export interface Sampling {
  readonly timer: PassTimer;
  readonly clock: Clock;
  /** Aimed length of the shorter pass, seconds. */
  readonly passSeconds: number;
  readonly pairs: number;
  /** Moment on `now` after which three pairs are enough, milliseconds. */
  readonly deadline: number;
  /** Work to do before the first sample, so that a processor's clock is up, seconds. */
  readonly ramp: number;
  /** Dispatches to run before the first sample at least, so that a working set has been gone through once; none where left out. */
  readonly round?: number;
  readonly now: () => number;
  /**
   * Where a pass costs next to nothing besides its dispatches: each pass is a sample. The difference of two would add the
   * disturbances of one and take away those of the other, so that the fastest sample would mean nothing.
   */
  readonly wholePasses?: boolean;
}

export interface Sampled extends Estimate {
  readonly dispatches: number;
}

/** Besides the calibration, which runs the workload at least once. */
const WARM_UPS = 1;
/** Going through a working set before it is timed takes no longer, seconds. */
const LONGEST_ROUND = 0.4;
/** Pairs taken at most, over those asked for, where some give no time. */
const PATIENCE = 3;
/** A pass must last this many steps of a wall clock, whose ends jitter; a timestamp's only round. */
const WALL_STEPS = 50;
const LONGEST_WALL_PASS = 0.08;

/** Pass length to aim at: longer where the clock is coarse. */
export const aimedPass = ({ clock, passSeconds }: Pick<Sampling, 'clock' | 'passSeconds'>): number =>
  clock.kind === 'wall'
    ? Math.max(passSeconds, Math.min(LONGEST_WALL_PASS, WALL_STEPS * clock.resolution))
    : passSeconds;

/** Seconds a dispatch, roughly: passes of more and more dispatches until the clock can tell their time. */
export async function calibrate(sampling: Sampling): Promise<number> {
  const { timer, clock } = sampling;
  const aimed = aimedPass(sampling);
  let count = 1;
  for (;;) {
    const { passes, wall } = await timer.run([count]);
    const time = passes[0] ?? 0;
    if (time >= aimed / 4 && time >= 4 * clock.resolution) return time / count;
    // The wall counts more than the pass, so a submit planned by it is never too long.
    const most = Math.min(MOST_DISPATCHES, Math.floor((AIMED_SUBMIT * count) / wall));
    if (count >= most) return (time > 0 ? time : wall) / count;
    const growth = time > 0 ? Math.min(16, Math.max(2, aimed / 2 / time)) : 8;
    count = Math.min(most, Math.ceil(count * growth));
  }
}

/** What a dispatch takes with the processor's clock up, and whether a whole round was run to find out. */
interface WarmedUp {
  readonly dispatchSeconds: number;
  readonly whole: boolean;
}

/**
 * Full passes before the first sample. The last one, with the clock up, says what a dispatch takes; where each pass is a
 * sample the fastest does, since one that was disturbed would make all others too short for the clock.
 */
async function warmUp(
  { timer, ramp, round = 0, wholePasses = false }: Sampling,
  first: PassPlan,
  roughly: number,
): Promise<WarmedUp> {
  let dispatchSeconds = roughly;
  let spent = 0;
  let ran = 0;
  for (let i = 0; i < WARM_UPS || spent < ramp || (ran < round && spent < LONGEST_ROUND); i++) {
    const { passes, wall } = await timer.run([first.dispatches]);
    const time = passes[0] ?? 0;
    const one = time / first.dispatches;
    if (one > 0) dispatchSeconds = wholePasses ? Math.min(one, dispatchSeconds) : one;
    spent += wall;
    ran += first.dispatches;
  }
  return { dispatchSeconds, whole: ran >= round };
}

/** Runs some pairs in as few submits as the longest submit allows. */
async function runPairs(
  { timer }: Sampling,
  plan: PassPlan,
  dispatchSeconds: number,
  first: number,
  count: number,
): Promise<readonly PairTimes[]> {
  const order = Array.from({ length: count }, (_, i) => passesOf(plan, first + i));
  const times: (Seconds | null)[] = [];
  for (const submit of submitsOf(order.flat(), dispatchSeconds, timer.mostPasses))
    times.push(...(await timer.run(submit)).passes);
  let at = 0;
  return order.map((passes) => {
    const time = (dispatches: number) => times[at + passes.indexOf(dispatches)] ?? null;
    const pair = { short: time(plan.dispatches), long: plan.paired ? time(2 * plan.dispatches) : null };
    at += passes.length;
    return pair;
  });
}

/**
 * Times one workload: calibrates the number of dispatches, warms up, takes pairs of passes until there are enough or
 * the deadline has passed, and estimates. The error says why no time came out.
 */
export async function sample(sampling: Sampling): Promise<Result<Sampled, string>> {
  const { clock, now, deadline } = sampling;
  const aimed = aimedPass(sampling);
  const roughly = await calibrate(sampling);
  const { dispatchSeconds, whole } = await warmUp(sampling, planPasses(roughly, aimed, sampling.wholePasses), roughly);
  const plan = planPasses(dispatchSeconds, aimed, sampling.wholePasses);
  const perPair = (plan.paired ? 3 : 1) * plan.dispatches * dispatchSeconds;
  const together = Math.max(1, Math.floor(AIMED_SUBMIT / perPair));
  const pairs: PairTimes[] = [];
  let estimated: Result<Estimate, string> = err('no pair of passes was run');
  for (;;) {
    const wanted = now() > deadline ? FEWEST_PAIRS : sampling.pairs;
    const counted = estimated.ok ? estimated.value.samples.length : 0;
    // Pairs that gave no time are run again, up to a limit.
    if (counted >= wanted || pairs.length >= PATIENCE * wanted) break;
    const next = Math.min(wanted - counted, together);
    pairs.push(...(await runPairs(sampling, plan, dispatchSeconds, pairs.length, next)));
    estimated = estimate(pairs, plan, clock);
  }
  if (!estimated.ok) return estimated;
  const short =
    estimated.value.samples.length < sampling.pairs
      ? ['Fewer pairs than asked for: its time was up, or too many gave no time.']
      : [];
  const partly = whole ? [] : ['The working set takes too long to go through whole before it is timed.'];
  return {
    ok: true,
    value: {
      ...estimated.value,
      notes: [...estimated.value.notes, ...short, ...partly],
      dispatches: plan.dispatches,
    },
  };
}
