import { seededRandom } from '#core/random.ts';
import { err, ok, type Result } from '#core/result.ts';
import { seconds } from '#core/units.ts';
import type { Problem } from '../kernels/kernel.ts';
import { sizesFit } from '../kernels/problem.ts';
import { cancelled, type Fault } from '../record/fault.ts';
import { measurementId } from '../record/measurement-id.ts';
import { type Adapter, type Clock, MAX_SAMPLES, type Measurement, type Verification } from '../record/record.ts';
import { MAX_ROTATION, type MeasureRequest, type Runner } from '../runner.ts';
import { sample } from '../timing/sampling.ts';
import { cpuKernelById } from './catalogue.ts';
import { outOfMemory, tooLong, tooNoisy, unsupported, workerClosed, wrongResult } from './fault-sentences.ts';
import { type CpuKernel, type CpuWork, isCpuKernel } from './kernel.ts';
import { inSlices } from './slices.ts';
import { CPU_WIDTHS } from './widths.ts';
import { WorkTimer } from './work-timer.ts';

/** The engine under JavaScript compiles a loop for speed after some 100 ms of it; later only the caches have to be filled. */
const FIRST_WARM_UP = 0.25;
const WARM_UP = 0.005;
/** A dispatch that is predicted to take longer is refused: five of them are the least that a measurement needs. */
const LONGEST_DISPATCH = 5;

/** Why a kernel cannot run a problem in so much memory: a sentence, or null. */
function misfitOf(kernel: CpuKernel, problem: Problem, sets: number, memory: number): string | null {
  const misfit = sizesFit(kernel, problem);
  if (misfit !== null) return misfit;
  const needed = sets * kernel.memory(problem);
  return needed > memory
    ? `Its arrays need ${Math.ceil(needed / 2 ** 20)} MiB; this engine takes ${Math.floor(memory / 2 ** 20)} MiB at most. Choose smaller sizes.`
    : null;
}

/** Both checks as one: all rows they looked at, the worst they saw. */
const together = (one: Verification, other: Verification): Verification => ({
  rowsChecked: one.rowsChecked + other.rowsChecked,
  rows: one.rows + other.rows,
  worst: Math.max(one.worst, other.worst),
  whole: one.whole && other.whole,
});

/** The CPU engine: typed-array kernels on the thread it is called on, in slices; one measurement at a time, each verified. */
export class CpuRunner implements Runner {
  readonly engine = 'cpu';
  readonly adapter: Adapter;
  readonly environment: string;
  readonly clock: Clock;
  readonly #memory: number;
  /** Kernels that ran long enough to be compiled for speed. */
  readonly #warm = new Set<string>();
  readonly #closed = new AbortController();
  #queue: Promise<unknown> = Promise.resolve();
  #count = 0;

  /** `memory`: bytes that the arrays of one measurement may take together. */
  constructor(parts: Pick<Runner, 'adapter' | 'environment' | 'clock'> & { readonly memory: number }) {
    this.adapter = parts.adapter;
    this.environment = parts.environment;
    this.clock = parts.clock;
    this.#memory = parts.memory;
  }

  kernel(id: string): CpuKernel | undefined {
    return cpuKernelById(id);
  }

  /** Nothing to do: JavaScript is compiled while it runs. */
  prepare(): Promise<Result<void, Fault>> {
    return Promise.resolve(ok(undefined));
  }

  measure(request: MeasureRequest, signal: AbortSignal): Promise<Result<Measurement, Fault>> {
    const turn = this.#queue.then(() => this.#measureAlone(request, signal));
    this.#queue = turn.catch(() => {});
    return turn;
  }

  close(): void {
    this.#closed.abort();
  }

  async #measureAlone(request: MeasureRequest, signal: AbortSignal): Promise<Result<Measurement, Fault>> {
    const { kernel, problem, rotation = 1 } = request;
    if (signal.aborted) return err(cancelled(kernel.id));
    if (this.#closed.signal.aborted) return err(workerClosed(kernel.id));
    if (!isCpuKernel(kernel)) return err(unsupported(kernel.id, 'It is a kernel of another engine.'));
    const sets = Math.min(Math.max(1, rotation), MAX_ROTATION);
    const misfit = misfitOf(kernel, problem, sets, this.#memory);
    if (misfit !== null) return err(unsupported(kernel.id, misfit));
    const either = AbortSignal.any([signal, this.#closed.signal]);
    try {
      return await this.#measureKernel(kernel, { ...request, rotation: sets }, either);
    } catch (error) {
      if (either.aborted) return err(signal.aborted ? cancelled(kernel.id) : workerClosed(kernel.id));
      // What engines throw where an array has no room.
      if (error instanceof RangeError) return err(outOfMemory(kernel.id, error.message));
      throw error;
    }
  }

  async #measureKernel(
    kernel: CpuKernel,
    { problem, role, rotation = 1, passSeconds, pairs, budgetSeconds }: MeasureRequest,
    signal: AbortSignal,
  ): Promise<Result<Measurement, Fault>> {
    const deadline = performance.now() + budgetSeconds * 1000;
    const sets: CpuWork[] = [];
    for (let set = 0; set < rotation; set++) sets.push(await inSlices(kernel.bind(problem, set), signal));
    for (const work of sets) work.poison();
    const timer = new WorkTimer(sets, signal);
    const dispatchSeconds = await timer.warmUp(this.#warm.has(kernel.id) ? WARM_UP : FIRST_WARM_UP);
    this.#warm.add(kernel.id);
    if (dispatchSeconds > LONGEST_DISPATCH) return err(tooLong(kernel.id, dispatchSeconds));
    const sampled = await sample({
      timer,
      clock: this.clock,
      passSeconds,
      pairs: Math.min(pairs, MAX_SAMPLES / 4),
      deadline,
      ramp: 0,
      round: kernel.round?.(problem) ?? 0,
      now: () => performance.now(),
      wholePasses: true,
    });
    if (!sampled.ok) return err(tooNoisy(kernel.id, sampled.error));
    let verified: Verification | null = null;
    for (const work of sets) {
      const checked = await inSlices(work.verify(seededRandom(++this.#count).next), signal);
      if (!checked.ok) return err(wrongResult(kernel.id, checked.error));
      verified = verified === null ? checked.value : together(verified, checked.value);
    }
    if (verified === null) throw new Error('a measurement needs at least one set of arrays');
    const { samples, median, interval, dispatches, notes } = sampled.value;
    return ok({
      id: measurementId({ kernel: kernel.id, problem, role }),
      kernel: kernel.id,
      problem,
      role,
      cost: kernel.cost(problem, CPU_WIDTHS),
      samples,
      median,
      interval,
      dispatches,
      clock: this.clock,
      compileTime: seconds(0),
      verified,
      at: new Date().toISOString(),
      notes,
    });
  }
}
