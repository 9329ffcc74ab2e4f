import { seconds } from '#core/units.ts';
import { COMPUTE_LANE, type EventKind, type LaneEvent, type LaneTimes, type Step, streamTime } from './step.ts';

/** A transfer whose earliest start is known. */
interface Candidate {
  readonly kind: 'store' | 'inputs' | 'ahead';
  readonly step: number;
  readonly start: number;
}

/** Simulates the lanes, one transfer after another in the order in which they can start. */
class Pipeline {
  readonly events: LaneEvent[] = [];
  readonly #steps: readonly Step[];
  readonly #buffers: number;
  /** When each lane is free, and the loader, which streams one transfer at a time through all tiers. */
  readonly #free: number[];
  #loader = 0;
  /** By step: when its weights and its inputs are there, compute is done, and its result has left. */
  readonly #loaded: number[] = [];
  readonly #ready: number[] = [];
  readonly #computed: number[] = [];
  readonly #stored: number[] = [];

  constructor(steps: readonly Step[], buffers: number) {
    this.#steps = steps;
    this.#buffers = buffers;
    this.#free = Array.from({ length: steps[0]?.ahead.length ?? 0 }, () => 0);
  }

  run(): readonly LaneEvent[] {
    for (;;) {
      const next = [this.#store(), this.#inputs(), this.#ahead()].reduce(
        (best, each) =>
          each !== null &&
          (best === null || each.start < best.start || (each.start === best.start && each.step < best.step))
            ? each
            : best,
        null,
      );
      if (next === null) return this.events;
      this.#take(next);
    }
  }

  /** When the lanes that a transfer needs are all free. */
  #lanesFree(times: LaneTimes): number {
    return times.reduce<number>(
      (latest, time, lane) => (time > 0 ? Math.max(latest, this.#free[lane] ?? 0) : latest),
      0,
    );
  }

  /** When a step has a buffer: when the one that had it has left; undefined while that is not known. */
  #room(step: number): number | undefined {
    return step < this.#buffers ? 0 : this.#stored[step - this.#buffers];
  }

  #store(): Candidate | null {
    const step = this.#stored.length;
    const computed = this.#computed[step];
    if (computed === undefined) return null;
    return { kind: 'store', step, start: Math.max(computed, this.#lanesFree(this.#steps[step]?.stores ?? [])) };
  }

  #ahead(): Candidate | null {
    const step = this.#loaded.length;
    const room = this.#room(step);
    const times = this.#steps[step]?.ahead;
    if (times === undefined || room === undefined) return null;
    const start = streamTime(times) > 0 ? Math.max(room, this.#loader, this.#lanesFree(times)) : room;
    return { kind: 'ahead', step, start };
  }

  #inputs(): Candidate | null {
    const step = this.#ready.length;
    const { inputs, producers } = this.#steps[step] ?? {};
    // Its weights come first: they have the buffer.
    const loaded = this.#loaded[step];
    if (inputs === undefined || producers === undefined || loaded === undefined) return null;
    if (streamTime(inputs) === 0) return { kind: 'inputs', step, start: 0 };
    let start = Math.max(loaded, this.#loader, this.#lanesFree(inputs));
    for (const producer of producers) {
      const stored = this.#stored[producer];
      if (stored === undefined) return null;
      start = Math.max(start, stored);
    }
    return { kind: 'inputs', step, start };
  }

  #transfer(kind: EventKind, step: number, times: LaneTimes, start: number): number {
    times.forEach((time, lane) => {
      if (time <= 0) return;
      this.#free[lane] = start + time;
      this.events.push({ step, kind, lane, start: seconds(start), end: seconds(start + time) });
    });
    return start + streamTime(times);
  }

  #take({ kind, step, start }: Candidate): void {
    const { ahead, inputs, compute, stores } = this.#steps[step] as Step;
    if (kind === 'store') {
      this.#stored.push(this.#transfer('store', step, stores, start));
      return;
    }
    const times = kind === 'ahead' ? ahead : inputs;
    const end = this.#transfer('load', step, times, start);
    if (end > start) this.#loader = end;
    if (kind === 'ahead') {
      this.#loaded.push(end);
      return;
    }
    this.#ready.push(end);
    const begin = Math.max(this.#loaded[step] ?? 0, end, this.#computed[step - 1] ?? 0);
    this.#computed.push(begin + compute);
    if (compute > 0)
      this.events.push({
        step,
        kind: 'compute',
        lane: COMPUTE_LANE,
        start: seconds(begin),
        end: seconds(begin + compute),
      });
  }
}

/**
 * The schedule of `buffers` layers in flight, from 2. A layer has a buffer from its first load until its result has left. Its bytes stream
 * through all tiers at once, so that it is loaded when the slowest tier is done, and one layer loads at a time; layers compute in order;
 * loads and stores share a tier's bus. What can start first does, the earlier layer before the later.
 */
export const pipelineSchedule = (steps: readonly Step[], buffers: number): readonly LaneEvent[] =>
  new Pipeline(steps, buffers).run();
