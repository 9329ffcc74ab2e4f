import { seconds } from '#core/units.ts';
import type { Clock } from '../record/record.ts';
import { elapsed } from '../timing/clock-step.ts';
import type { PassTimer, SubmitTimes } from '../timing/pass-timer.ts';
import type { BufferPool } from './buffers.ts';
import { BUFFER, MAP_READ_MODE } from './flags.ts';
import type { DeviceGuard, Watch } from './guard.ts';

/** What a pass can be filled with. */
export interface Recordable {
  encode(pass: GPUComputePassEncoder, count: number): void;
}

/** What a dispatch needs. Several sets of bindings are taken in turn, on through all passes. */
export class Workload implements Recordable {
  readonly pipeline: GPUComputePipeline;
  readonly workgroups: readonly [number, number, number];
  readonly #sets: readonly GPUBindGroup[];
  /** Dispatches recorded with each set. */
  readonly #recorded: number[];
  #turn = 0;

  constructor(
    pipeline: GPUComputePipeline,
    workgroups: readonly [number, number, number],
    sets: readonly GPUBindGroup[],
  ) {
    this.pipeline = pipeline;
    this.workgroups = workgroups;
    this.#sets = sets;
    this.#recorded = sets.map(() => 0);
  }

  /** Dispatches recorded so far with the buffers of one set. */
  dispatches(set: number): number {
    return this.#recorded[set] ?? 0;
  }

  /** The same dispatches through another pipeline of the same layout. */
  through(pipeline: GPUComputePipeline): Workload {
    return new Workload(pipeline, this.workgroups, this.#sets);
  }

  /** One dispatch for each set, of other workgroups. */
  spread(workgroups: readonly [number, number, number]): { readonly workload: Workload; readonly count: number } {
    return { workload: new Workload(this.pipeline, workgroups, this.#sets), count: this.#sets.length };
  }

  /** Records `count` dispatches into a pass. */
  encode(pass: GPUComputePassEncoder, count: number): void {
    pass.setPipeline(this.pipeline);
    for (let i = 0; i < count; i++) {
      // Binding again what is bound would be timed too.
      const set = this.#turn % this.#sets.length;
      if (i === 0 || this.#sets.length > 1) pass.setBindGroup(0, this.#sets[set]);
      pass.dispatchWorkgroups(...this.workgroups);
      this.#recorded[set] = this.dispatches(set) + 1;
      this.#turn++;
    }
  }
}

/** Times with the timestamps they were made from, for finding the clock's step. */
export interface GpuSubmitTimes extends SubmitTimes {
  readonly readings: readonly bigint[];
}

/** Passes that one submit may hold: two timestamps each. */
const MOST_PASSES = 16;

/** Runs passes of any workload in one submit and times each. */
export interface GpuTimer {
  readonly kind: Clock['kind'];
  readonly mostPasses: number;
  run(workload: Recordable, passes: readonly number[], watch: Watch): Promise<GpuSubmitTimes>;
}

/** The timer of one workload, for the sampler. */
export const timerOf = (timer: GpuTimer, workload: Recordable, watch: Watch): PassTimer => ({
  mostPasses: timer.mostPasses,
  run: (passes) => timer.run(workload, passes, watch),
});

function encodePass(
  encoder: GPUCommandEncoder,
  workload: Recordable,
  count: number,
  times?: GPUComputePassTimestampWrites,
) {
  const pass = encoder.beginComputePass(times === undefined ? {} : { timestampWrites: times });
  workload.encode(pass, count);
  pass.end();
}

/** Timestamps at the pass boundaries: those inside passes need a flag that visitors lack. */
export class TimestampTimer implements GpuTimer {
  readonly kind = 'timestamp-query';
  readonly mostPasses = MOST_PASSES;
  readonly #guard: DeviceGuard;
  readonly #pool: BufferPool;
  readonly #queries: GPUQuerySet;
  readonly #resolved: GPUBuffer;

  constructor(guard: DeviceGuard, pool: BufferPool) {
    this.#guard = guard;
    this.#pool = pool;
    this.#queries = guard.device.createQuerySet({ type: 'timestamp', count: 2 * MOST_PASSES });
    this.#resolved = pool.create('timestamps', 2 * MOST_PASSES * 8, BUFFER.QUERY_RESOLVE | BUFFER.COPY_SRC);
  }

  async run(workload: Recordable, passes: readonly number[], watch: Watch): Promise<GpuSubmitTimes> {
    const { device } = this.#guard;
    const size = passes.length * 16;
    const staging = this.#pool.create('timestamps read back', size, BUFFER.MAP_READ | BUFFER.COPY_DST);
    try {
      let start = 0;
      let end = 0;
      await this.#guard.scoped(watch, () => {
        const encoder = device.createCommandEncoder();
        passes.forEach((count, i) => {
          encodePass(encoder, workload, count, {
            querySet: this.#queries,
            beginningOfPassWriteIndex: 2 * i,
            endOfPassWriteIndex: 2 * i + 1,
          });
        });
        encoder.resolveQuerySet(this.#queries, 0, 2 * passes.length, this.#resolved, 0);
        encoder.copyBufferToBuffer(this.#resolved, 0, staging, 0, size);
        const commands = encoder.finish();
        start = performance.now();
        device.queue.submit([commands]);
        return staging.mapAsync(MAP_READ_MODE).then(() => {
          end = performance.now();
        });
      });
      const wall = seconds((end - start) / 1000);
      const readings = [...new BigUint64Array(staging.getMappedRange(0, size))];
      const times = passes.map((_, i) => elapsed(readings[2 * i] ?? 0n, readings[2 * i + 1] ?? 0n));
      return { passes: times, wall, readings };
    } finally {
      this.#pool.destroy(staging);
    }
  }
}

/** The wall clock, one pass a submit. Mapping a small buffer ends sooner after the work than `onSubmittedWorkDone`. */
export class WallTimer implements GpuTimer {
  readonly kind = 'wall';
  readonly mostPasses = 1;
  readonly #guard: DeviceGuard;
  readonly #pool: BufferPool;
  readonly #marker: GPUBuffer;

  constructor(guard: DeviceGuard, pool: BufferPool) {
    this.#guard = guard;
    this.#pool = pool;
    this.#marker = pool.create('end marker', 16, BUFFER.COPY_SRC);
  }

  async run(workload: Recordable, passes: readonly number[], watch: Watch): Promise<GpuSubmitTimes> {
    const { device } = this.#guard;
    const staging = this.#pool.create('end marker read back', 16, BUFFER.MAP_READ | BUFFER.COPY_DST);
    try {
      let start = 0;
      let end = 0;
      await this.#guard.scoped(watch, () => {
        const encoder = device.createCommandEncoder();
        for (const count of passes) encodePass(encoder, workload, count);
        encoder.copyBufferToBuffer(this.#marker, 0, staging, 0, 16);
        const commands = encoder.finish();
        start = performance.now();
        device.queue.submit([commands]);
        return staging.mapAsync(MAP_READ_MODE).then(() => {
          end = performance.now();
        });
      });
      const wall = seconds((end - start) / 1000);
      return { passes: passes.length === 1 ? [wall] : passes.map(() => null), wall, readings: [] };
    } finally {
      this.#pool.destroy(staging);
    }
  }
}
