import { seconds } from '#core/units.ts';
import type { PassTimer, SubmitTimes } from '../timing/pass-timer.ts';
import type { CpuWork } from './kernel.ts';
import { breathe, LONGEST_SLICE } from './slices.ts';

const now = (): number => performance.now();

/**
 * Times calls of typed-array kernels by the wall clock. The clock is read at the ends of slices; what happens between two
 * slices is not in the time of a pass.
 */
export class WorkTimer implements PassTimer {
  readonly mostPasses = 1;
  readonly #sets: readonly CpuWork[];
  readonly #steps: number;
  readonly #signal: AbortSignal;
  /** Milliseconds a step, by the latest slice; 0 before the first. */
  #pace = 0;
  #turn = 0;

  /** `sets` are the same work on arrays of their own; dispatches take them in turn, on through all passes. */
  constructor(sets: readonly CpuWork[], signal: AbortSignal) {
    const [first] = sets;
    if (first === undefined) throw new Error('a timer needs at least one set of arrays');
    this.#sets = sets;
    this.#steps = first.steps;
    this.#signal = signal;
  }

  /**
   * Runs for `length` seconds, so that the engine under JavaScript has compiled the kernel for speed and the processor's clock is
   * up. Gives the seconds that one dispatch will take, by the fastest slice: others slow a
   * slice down, nothing speeds one up.
   */
  async warmUp(length: number): Promise<number> {
    let spent = 0;
    let fastest = Number.POSITIVE_INFINITY;
    for (let at = 0; spent < length; ) {
      const { ran, time } = this.#slice(at, Number.POSITIVE_INFINITY, Math.min(LONGEST_SLICE, length * 250));
      at += ran;
      spent += time / 1000;
      if (time > 0) fastest = Math.min(fastest, time / ran);
      await this.#breathe();
    }
    // A dispatch left in the middle is begun anew, and each set in its turn.
    this.#turn = 0;
    return (fastest * this.#steps) / 1000;
  }

  async run(passes: readonly number[]): Promise<SubmitTimes> {
    const begin = now();
    const times: number[] = [];
    for (const count of passes) {
      const total = count * this.#steps;
      let time = 0;
      for (let at = 0; at < total; ) {
        const slice = this.#slice(at, total, LONGEST_SLICE);
        at += slice.ran;
        time += slice.time;
        await this.#breathe();
      }
      times.push(time);
    }
    return { passes: times.map((time) => seconds(time / 1000)), wall: seconds((now() - begin) / 1000) };
  }

  async #breathe(): Promise<void> {
    await breathe();
    this.#signal.throwIfAborted();
  }

  /** Runs steps from `at` until `total` or until `longest` milliseconds are over. */
  #slice(at: number, total: number, longest: number): { readonly ran: number; readonly time: number } {
    const begin = now();
    let ran = 0;
    let time = 0;
    // Where the pace is unknown, one step, then twice as many: the first may be slow, being interpreted.
    let batch = 1;
    do {
      if (this.#pace > 0) batch = Math.max(1, Math.floor((longest - time) / this.#pace));
      else if (ran > 0) batch *= 2;
      const count = Math.min(batch, total - at - ran);
      this.#runSteps(at + ran, count);
      ran += count;
      time = now() - begin;
      if (time > 0) this.#pace = time / ran;
    } while (at + ran < total && time < 0.75 * longest);
    return { ran, time };
  }

  /** `count` steps on from step `at` of a pass, over the ends of dispatches. */
  #runSteps(at: number, count: number): void {
    for (let left = count, from = at % this.#steps; left > 0; from = 0) {
      const end = Math.min(this.#steps, from + left);
      (this.#sets[this.#turn % this.#sets.length] as CpuWork).run(from, end);
      left -= end - from;
      if (end === this.#steps) this.#turn++;
    }
  }
}
