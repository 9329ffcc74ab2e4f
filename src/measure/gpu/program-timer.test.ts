import { describe, expect, it } from 'vitest';
import { seconds } from '#core/units.ts';
import type { GpuTimer, Recordable } from './clock.ts';
import { Workload } from './clock.ts';
import { cutSteps, programTimer } from './program-timer.ts';

const watch = { kernel: 'the stack', signal: new AbortController().signal, limit: 1 };

/** Records what each submit holds; a dispatch of step n takes n + 1 milliseconds. */
function recorder(lost: number | null = null) {
  const submits: number[][] = [];
  const timer: GpuTimer = {
    kind: 'timestamp-query',
    mostPasses: 16,
    run: (workload: Recordable) => {
      const dispatched: number[] = [];
      const pass = {
        setPipeline: () => {},
        setBindGroup: () => {},
        dispatchWorkgroups: (x: number) => dispatched.push(x),
      } as unknown as GPUComputePassEncoder;
      workload.encode(pass, 1);
      submits.push(dispatched);
      const time = seconds(dispatched.reduce((sum, step) => sum + (step + 1) * 1e-3, 0));
      const passes = [submits.length === lost ? null : time];
      return Promise.resolve({ passes, wall: seconds(time + 1e-3), readings: [] });
    },
  };
  return { timer, submits };
}
const stepsOf = (times: readonly number[]) =>
  times.map((time, index) => ({
    workload: new Workload({} as GPUComputePipeline, [index, 1, 1], [{} as GPUBindGroup]),
    seconds: time,
  }));

describe('steps in order as one dispatch', () => {
  it('go into one submit as often as asked where they are short', async () => {
    const { timer, submits } = recorder();
    const { passes } = await programTimer(timer, stepsOf([1e-3, 2e-3]), watch).run([3]);
    expect(submits).toEqual([[0, 1, 0, 1, 0, 1]]);
    expect(passes[0]).toBeCloseTo(9e-3);
  });

  it('are cut where one submit would be too long, and their times add up', async () => {
    const { timer, submits } = recorder();
    const { passes, wall } = await programTimer(timer, stepsOf([0.15, 0.15, 0.04]), watch).run([1]);
    expect(submits).toEqual([[0], [1, 2]]);
    expect(passes[0]).toBeCloseTo(6e-3);
    expect(wall).toBeCloseTo(8e-3);
  });

  it('have no time where the clock went backwards in any part', async () => {
    const { timer } = recorder(1);
    expect((await programTimer(timer, stepsOf([0.15, 0.15]), watch).run([1])).passes).toEqual([null]);
  });
});

it('no part is longer than aimed at, but for a step that is', () => {
  const parts = cutSteps([0.01, 0.3, 0.1, 0.1, 0.01].map((time) => ({ seconds: time })));
  expect(parts.map((part) => part.map((step) => step.seconds))).toEqual([[0.01], [0.3], [0.1, 0.1], [0.01]]);
});
