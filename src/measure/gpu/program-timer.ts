import { seconds } from '#core/units.ts';
import { AIMED_SUBMIT } from '../timing/estimator.ts';
import type { PassTimer } from '../timing/pass-timer.ts';
import type { GpuTimer, Workload } from './clock.ts';
import type { Watch } from './guard.ts';

/** One step of a sequence, and about how long it takes, seconds. */
export interface TimedStep {
  readonly workload: Workload;
  readonly seconds: number;
}

/** Steps in order, cut so that no submit is longer than aimed at; a step is never cut. */
export function cutSteps<T extends { readonly seconds: number }>(steps: readonly T[]): readonly (readonly T[])[] {
  const submits: T[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const step of steps) {
    if (length + step.seconds > AIMED_SUBMIT) {
      submits.push([]);
      length = 0;
    }
    submits.at(-1)?.push(step);
    length += step.seconds;
  }
  return submits;
}

/**
 * Times all steps in order as though they were one dispatch. A sequence too long for one submit is cut, and its time is the
 * sum of the parts: what passes between two submits is not in it.
 */
export function programTimer(timer: GpuTimer, steps: readonly TimedStep[], watch: Watch): PassTimer {
  const runPart = (part: readonly TimedStep[], times: number) =>
    timer.run(
      {
        encode: (pass) => {
          for (let time = 0; time < times; time++) for (const { workload } of part) workload.encode(pass, 1);
        },
      },
      [1],
      watch,
    );
  const parts = cutSteps(steps);
  return {
    mostPasses: 1,
    run: async ([count = 1]) => {
      const [whole] = parts;
      if (whole !== undefined && parts.length === 1) return runPart(whole, count);
      let time: number | null = 0;
      let wall = 0;
      for (const part of Array.from({ length: count }, () => parts).flat()) {
        const { passes, wall: drained } = await runPart(part, 1);
        const [pass = null] = passes;
        time = time === null || pass === null ? null : time + pass;
        wall += drained;
      }
      return { passes: [time === null ? null : seconds(time)], wall: seconds(wall) };
    },
  };
}
