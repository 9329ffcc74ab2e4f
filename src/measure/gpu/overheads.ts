import { type Seconds, seconds } from '#core/units.ts';
import type { Kernel, Problem } from '../kernels/kernel.ts';
import type { Clock } from '../record/record.ts';
import type { PassTimer, SubmitTimes } from '../timing/pass-timer.ts';
import type { Bench, BoundKernel } from './bind.ts';
import { timerOf } from './clock.ts';
import type { DetectedClock } from './detect-clock.ts';
import { BUFFER, MAP_READ_MODE } from './flags.ts';
import type { Watch } from './guard.ts';
import type { PipelineCache } from './pipelines.ts';

/** Everything that a measurement stands on while it is timed. */
export interface Place {
  readonly bench: Bench;
  readonly pipelines: PipelineCache;
  readonly detected: DetectedClock;
  readonly kernel: Kernel;
  readonly problem: Problem;
  readonly bound: BoundKernel;
  readonly watch: Watch;
}

export interface ChosenTimer {
  readonly timer: PassTimer;
  readonly clock: Clock;
}

const since = (start: number): Seconds => seconds((performance.now() - start) / 1000);
/** One pass a run: the wall sees only the whole. */
const whole = (wall: Seconds): SubmitTimes => ({ passes: [wall], wall });
const counted = (passes: readonly number[]): number => passes.reduce((sum, count) => sum + count, 0);

/**
 * Submits of one dispatch each, encoder and all, drained once at the end. The drain is the same for N and for 2N: the
 * difference leaves what one more submit costs.
 */
const submitTimer = ({ bench: { guard, pool }, bound, watch }: Place): PassTimer => ({
  mostPasses: 1,
  run: async (passes) => {
    const staging = pool.create('submits read back', 16, BUFFER.MAP_READ | BUFFER.COPY_DST);
    try {
      return await guard.scoped(watch, () => {
        const { device } = guard;
        const submits = counted(passes);
        const start = performance.now();
        for (let i = 0; i < submits; i++) {
          const encoder = device.createCommandEncoder();
          const pass = encoder.beginComputePass();
          bound.workload.encode(pass, 1);
          pass.end();
          if (i === submits - 1) encoder.copyBufferToBuffer(outputOf(bound), 0, staging, 0, 4);
          device.queue.submit([encoder.finish()]);
        }
        return staging.mapAsync(MAP_READ_MODE).then(() => whole(since(start)));
      });
    } finally {
      pool.destroy(staging);
    }
  },
});

/** Round trips of mapping the kernel's output, which an untimed dispatch wrote before: the queue is idle. */
const mapTimer = ({ bench: { guard, pool }, bound, watch }: Place): PassTimer => ({
  mostPasses: 1,
  run: async (passes) => {
    const output = outputOf(bound);
    const staging = pool.create('output mapped', output.size, BUFFER.MAP_READ | BUFFER.COPY_DST);
    try {
      await guard.scoped(watch, () => {
        const encoder = guard.device.createCommandEncoder();
        const pass = encoder.beginComputePass();
        bound.workload.encode(pass, 1);
        pass.end();
        encoder.copyBufferToBuffer(output, 0, staging, 0, output.size);
        guard.device.queue.submit([encoder.finish()]);
        return staging.mapAsync(MAP_READ_MODE).then(() => staging.unmap());
      });
      const start = performance.now();
      for (let i = counted(passes); i > 0; i--) {
        // No error scopes: they are round trips themselves.
        await guard.wait(staging.mapAsync(MAP_READ_MODE), watch);
        staging.unmap();
      }
      return whole(since(start));
    } finally {
      pool.destroy(staging);
    }
  },
});

/** Pipelines compiled one after another, each of a program that nobody compiled before; the last one then runs, untimed. */
function compileTimer({ pipelines, detected, kernel, problem, bound, watch }: Place): PassTimer {
  return {
    mostPasses: 1,
    run: async (passes) => {
      const start = performance.now();
      let { pipeline } = bound.workload;
      for (let i = counted(passes); i > 0; i--) pipeline = await pipelines.compileAnew(kernel, problem, watch);
      const wall = since(start);
      await detected.wallTimer.run(bound.workload.through(pipeline), [1], watch);
      return whole(wall);
    },
  };
}

function outputOf({ sets: [set] }: BoundKernel): GPUBuffer {
  if (set === undefined) throw new Error('a bound kernel has no set of buffers');
  return set.output;
}

/** What times the kernel, by what one sample of it is. All but dispatches happen outside the GPU: the wall times them. */
export function timerFor(place: Place): ChosenTimer {
  const { kernel, detected, bound, watch } = place;
  const onTheWall = (timer: PassTimer): ChosenTimer => ({ timer, clock: detected.wallClock });
  switch (kernel.times ?? 'dispatch') {
    case 'dispatch':
      return { timer: timerOf(detected.timer, bound.workload, watch), clock: detected.clock };
    case 'submit':
      return onTheWall(submitTimer(place));
    case 'map':
      return onTheWall(mapTimer(place));
    case 'compile':
      return onTheWall(compileTimer(place));
  }
}
