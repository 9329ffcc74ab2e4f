import { err, ok, type Result } from '#core/result.ts';
import { kernelById } from '../kernels/catalogue.ts';
import type { AccessWidths, Kernel, KernelDescription, Problem } from '../kernels/kernel.ts';
import { missingRequirement, problemFits } from '../kernels/problem.ts';
import { cancelled, type Fault } from '../record/fault.ts';
import { measurementId } from '../record/measurement-id.ts';
import { type Adapter, type Clock, MAX_SAMPLES, type Measurement } from '../record/record.ts';
import { MAX_ROTATION, type MeasureRequest, type Runner } from '../runner.ts';
import { sample } from '../timing/sampling.ts';
import { widthsOf } from '../widths.ts';
import { type Bench, type BoundKernel, bindKernel, poisonOutputs, releaseKernel } from './bind.ts';
import type { DetectedClock } from './detect-clock.ts';
import { tooNoisy, unsupported } from './fault-sentences.ts';
import { FaultError, faultOf, type Watch } from './guard.ts';
import { OutputCheck } from './output-check.ts';
import { timerFor } from './overheads.ts';
import { longestDispatch, Paces, pilotProblem, safeWork, tooLong, workOf } from './pilot.ts';
import { PipelineCache } from './pipelines.ts';

export interface GpuRunnerParts extends Bench {
  readonly adapter: Adapter;
  readonly environment: string;
  readonly detected: DetectedClock;
  /** Time without an answer after which the GPU counts as hung. */
  readonly watchdogSeconds: number;
}

/** GPU clocks need some 250 ms of work to reach their speed, and lose it when they idle. */
const RAMP = 0.25;
const IDLE = 500;
const COMPILE_SECONDS = 90;
/** A kernel of this engine; a typed-array kernel has no WGSL. */
const isWgsl = (kernel: KernelDescription): kernel is Kernel => 'source' in kernel && 'workgroups' in kernel;

/** The WebGPU engine: one device, one measurement at a time, each verified on its own run. */
export class GpuRunner implements Runner {
  readonly engine = 'webgpu';
  readonly adapter: Adapter;
  readonly environment: string;
  readonly clock: Clock;
  readonly #parts: GpuRunnerParts;
  readonly #widths: AccessWidths;
  readonly #pipelines: PipelineCache;
  readonly #paces = new Paces();
  /** Measurements wait for one another: two at once would time each other. */
  #queue: Promise<unknown> = Promise.resolve();
  #lastWork = Number.NEGATIVE_INFINITY;
  #count = 0;

  constructor(parts: GpuRunnerParts) {
    this.#parts = parts;
    this.adapter = parts.adapter;
    this.environment = parts.environment;
    this.clock = parts.detected.clock;
    this.#widths = widthsOf(parts.adapter);
    this.#pipelines = new PipelineCache(parts.guard);
  }

  /** Buffers of this engine not yet destroyed. None after `close`. */
  get liveBuffers(): number {
    return this.#parts.pool.live;
  }

  kernel(id: string): Kernel | undefined {
    return kernelById(id);
  }

  /** Why this adapter cannot run a kernel on a problem, or null. */
  #misfit(kernel: Kernel, problem: Problem): string | null {
    return missingRequirement(kernel, this.adapter) ?? problemFits(kernel, problem, this.adapter.limits);
  }

  #watch(kernel: string, signal: AbortSignal): Watch {
    return { kernel, signal, limit: this.#parts.watchdogSeconds };
  }

  /** Compiling hangs no GPU, and takes long where a busy processor does it. */
  #watchCompiler(kernel: string, signal: AbortSignal): Watch {
    return { kernel, signal, limit: Math.max(this.#parts.watchdogSeconds, COMPILE_SECONDS) };
  }

  async prepare(
    requests: readonly Pick<MeasureRequest, 'kernel' | 'problem'>[],
    signal: AbortSignal,
  ): Promise<Result<void, Fault>> {
    const compiled = await Promise.allSettled(
      requests.flatMap(({ kernel, problem }) =>
        isWgsl(kernel) && this.#misfit(kernel, problem) === null
          ? [this.#pipelines.get(kernel, problem, this.#watchCompiler(kernel.id, signal))]
          : [],
      ),
    );
    for (const one of compiled) if (one.status === 'rejected') return err(faultOf(one.reason, ''));
    return ok(undefined);
  }

  measure(request: MeasureRequest, signal: AbortSignal): Promise<Result<Measurement, Fault>> {
    const turn = this.#queue.then(() => this.#measureAlone(request, signal));
    this.#queue = turn.catch(() => {});
    return turn;
  }

  close(): void {
    this.#parts.guard.end(cancelled());
    this.#parts.pool.close();
  }

  async #measureAlone(request: MeasureRequest, signal: AbortSignal): Promise<Result<Measurement, Fault>> {
    const { kernel, problem } = request;
    if (signal.aborted) return err(cancelled(kernel.id));
    if (!isWgsl(kernel)) return err(unsupported(kernel.id, 'It is a kernel of another engine.'));
    const misfit = this.#misfit(kernel, problem);
    if (misfit !== null) return err(unsupported(kernel.id, misfit));
    const deadline = performance.now() + request.budgetSeconds * 1000;
    try {
      await this.#refuseTooLong(kernel, problem, signal);
      return ok(
        await this.#withBound({ ...request, kernel }, signal, (bound) =>
          this.#measureBound({ ...request, kernel }, bound, deadline, signal),
        ),
      );
    } catch (error) {
      return err(faultOf(error, kernel.id));
    } finally {
      this.#parts.pool.trim();
    }
  }

  /** Compiles, binds, hands over, and frees the outputs whatever happens. */
  async #withBound<T>(
    { kernel, problem, rotation = 1 }: Pick<MeasureRequest<Kernel>, 'kernel' | 'problem' | 'rotation'>,
    signal: AbortSignal,
    use: (bound: BoundKernel) => Promise<T>,
  ): Promise<T> {
    const watch = this.#watch(kernel.id, signal);
    const compiled = await this.#pipelines.get(kernel, problem, this.#watchCompiler(kernel.id, signal));
    const sets = Math.min(Math.max(1, rotation), MAX_ROTATION);
    const bind = () => bindKernel(this.#parts, kernel, problem, { ...compiled, rotation: sets }, watch);
    const bound = await bind().catch((error: unknown) => {
      // What earlier kernels left may have been in the way: it is freed by now.
      if (faultOf(error, kernel.id).kind !== 'out-of-memory') throw error;
      return bind();
    });
    try {
      return await use(bound);
    } finally {
      releaseKernel(this.#parts, bound);
    }
  }

  /** Times a small problem of the kernel first where the one asked for might hang the GPU; a fault where it would. */
  async #refuseTooLong(kernel: Kernel, problem: Problem, signal: AbortSignal): Promise<void> {
    const work = workOf(kernel, problem, this.#widths);
    const longest = longestDispatch(this.adapter.fallback);
    if (this.#paces.worst(kernel, work) <= longest) return;
    const pilot = pilotProblem(kernel, problem, this.#widths, safeWork(kernel, this.adapter.fallback));
    if (pilot === problem) return;
    const pace = await this.#withBound({ kernel, problem: pilot }, signal, async ({ workload }) => {
      const { timer } = this.#parts.detected;
      // The first submit pays for what drivers put off until then.
      await timer.run(workload, [1], this.#watch(kernel.id, signal));
      const { wall } = await timer.run(workload, [1], this.#watch(kernel.id, signal));
      return wall / workOf(kernel, pilot, this.#widths);
    });
    if (pace * work > longest) throw new FaultError(unsupported(kernel.id, tooLong(pace * work)));
  }

  async #measureBound(
    request: MeasureRequest<Kernel>,
    bound: BoundKernel,
    deadline: number,
    signal: AbortSignal,
  ): Promise<Measurement> {
    const { kernel, problem, role } = request;
    const { detected } = this.#parts;
    const watch = this.#watch(kernel.id, signal);
    const check = new OutputCheck(this.#parts, { kernel, problem, widths: this.#widths }, bound, ++this.#count);
    // One check, after the timed passes, of what they wrote: sampling runs more dispatches than there are sets.
    await poisonOutputs(this.#parts, bound, watch);
    const { timer, clock } = timerFor({
      bench: this.#parts,
      pipelines: this.#pipelines,
      detected,
      kernel,
      problem,
      bound,
      watch: kernel.times === 'compile' ? this.#watchCompiler(kernel.id, signal) : watch,
    });
    const touched = kernel.touch && bound.workload.spread(kernel.touch(problem));
    if (touched) await detected.wallTimer.run(touched.workload, [touched.count], watch);
    const idle = performance.now() - this.#lastWork > IDLE;
    const sampled = await sample({
      timer,
      clock,
      passSeconds: request.passSeconds,
      pairs: Math.min(request.pairs, MAX_SAMPLES / 4),
      deadline,
      round: kernel.round?.(problem) ?? 0,
      ramp: idle && !this.adapter.fallback ? Math.min(RAMP, 0.8 * request.budgetSeconds) : 0,
      now: () => performance.now(),
      // The fastest pass of a chase counts; a timestamp leaves out what a submit costs.
      wholePasses: kernel.family === 'latency' && clock.kind === 'timestamp-query',
    });
    if (!sampled.ok) throw new FaultError(tooNoisy(kernel.id, sampled.error));
    const verified = await check.verify(watch, 4);
    this.#lastWork = performance.now();
    const { samples, median, interval, dispatches, notes } = sampled.value;
    if (kernel.times === undefined) this.#paces.note(kernel, median / workOf(kernel, problem, this.#widths));
    return {
      id: measurementId({ kernel: kernel.id, problem, role }),
      kernel: kernel.id,
      problem,
      role,
      cost: kernel.cost(problem, this.#widths),
      samples,
      median,
      interval,
      dispatches,
      clock,
      compileTime: bound.compileTime,
      verified,
      at: new Date().toISOString(),
      notes: detected.note === null || kernel.times !== undefined ? notes : [detected.note, ...notes],
    };
  }
}
