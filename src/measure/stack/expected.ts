import type { AccessWidths } from '../kernels/kernel.ts';
import { type MachineClass, machineClass } from '../lab/machine-class.ts';
import { measurementId } from '../record/measurement-id.ts';
import type { Adapter } from '../record/record.ts';
import { FEWEST_PAIRS } from '../timing/estimator.ts';
import { widthsOf } from '../widths.ts';
import type { Program, Step } from './program.ts';

/** A step's work: equal ones are measured once. It is the id of that measurement. */
export const workOf = ({ kernel, problem }: Pick<Step, 'kernel' | 'problem'>): string =>
  measurementId({ kernel: kernel.id, problem, role: 'layer' });

/** What a run of a stack is expected to take on an adapter, seconds. */
export interface ExpectedTimes {
  /** Of each step: the first of equal ones is timed, the others only run and are verified. */
  readonly steps: readonly number[];
  readonly whole: number;
  /** Pairs of passes in which the whole is timed. */
  readonly wholePairs: number;
  readonly total: number;
}

interface Pace {
  /** Compiling, filling, reading back and checking one step. */
  readonly verify: number;
  /** Timing one step, beside its dispatches. */
  readonly time: number;
  /** FLOP and distinct bytes a second, together: what the slow kernels of a family do. */
  readonly work: number;
  /** Dispatches of a timed step. */
  readonly dispatches: number;
  /** Passes through all steps while the whole is timed. */
  readonly passes: number;
}

/** On a GPU a pass is filled up to its length; on a processor that plays GPU the dispatches themselves are what takes time. */
const PACES: Readonly<Record<MachineClass, Pace>> = {
  discrete: { verify: 0.03, time: 0.25, work: 1e12, dispatches: 30, passes: 30 },
  integrated: { verify: 0.04, time: 0.35, work: 1e11, dispatches: 30, passes: 30 },
  software: { verify: 0.08, time: 0.2, work: 8e8, dispatches: 9, passes: 9 },
  cpu: { verify: 0.08, time: 0.2, work: 8e8, dispatches: 9, passes: 9 },
};

const WHOLE_PAIRS = 5;
/** Seconds of a pass through all steps that is not made more often than it must be. */
const LONG_PASS = 1;
/** One to calibrate by and one to warm up. */
const UNCOUNTED_PASSES = 2;

function dispatchSeconds({ kernel, problem }: Step, widths: AccessWidths, { work }: Pace): number {
  const { flop, compulsory } = kernel.cost(problem, widths);
  return (flop + compulsory) / work;
}

export function expectedTimes({ steps }: Pick<Program, 'steps'>, adapter: Adapter): ExpectedTimes {
  const pace = PACES[machineClass({ engine: 'webgpu', adapter })];
  const widths = widthsOf(adapter);
  /** Seconds of one dispatch of each kernel and problem. */
  const known = new Map<string, number>();
  let through = 0;
  const each = steps.map((step) => {
    const work = workOf(step);
    const found = known.get(work);
    const once = found ?? dispatchSeconds(step, widths, pace);
    known.set(work, once);
    through += once;
    return pace.verify + once + (found === undefined ? pace.time + pace.dispatches * once : 0);
  });
  // Where one pass takes seconds, as few of them are made as a median and its interval need.
  const long = through > LONG_PASS;
  const whole = pace.time + (long ? FEWEST_PAIRS + UNCOUNTED_PASSES : pace.passes) * through;
  return {
    steps: each,
    whole,
    wholePairs: long ? FEWEST_PAIRS : WHOLE_PAIRS,
    total: each.reduce((sum, one) => sum + one, whole),
  };
}
