import type { AccessWidths, Kernel, Problem } from '../kernels/kernel.ts';
import { memoryFits, missingRequirement, problemFits } from '../kernels/problem.ts';
import { measurementId } from '../record/measurement-id.ts';
import { type Adapter, MAX_SAMPLES, type Measurement, type Verification } from '../record/record.ts';
import { MAX_ROTATION, type MeasureRequest } from '../runner.ts';
import { type Sampled, type Sampling, sample } from '../timing/sampling.ts';
import { widthsOf } from '../widths.ts';
import { type Bench, type BoundKernel, bindKernel, poisonOutputs, releaseKernel } from './bind.ts';
import type { DetectedClock } from './detect-clock.ts';
import { tooNoisy, unsupported } from './fault-sentences.ts';
import { FaultError, faultOf, type Watch } from './guard.ts';
import { OutputCheck } from './output-check.ts';
import { timerFor } from './overheads.ts';
import { longestDispatch, Paces, pilotProblem, safeWork, tooLong, workOf } from './pilot.ts';
import { type CompiledKernel, PipelineCache } from './pipelines.ts';

export interface BenchParts extends Bench {
  readonly adapter: Adapter;
  readonly detected: DetectedClock;
  /** Time without an answer after which the GPU counts as hung. */
  readonly watchdogSeconds: number;
}

/** GPU clocks need some 250 ms of work to reach their speed, and lose it when they idle. */
const RAMP = 0.25;
const IDLE = 500;
const COMPILE_SECONDS = 90;
/** Timed runs of a pilot, after one that is not counted. */
const PILOT_RUNS = 3;
/** Rows of an output that are compared at least. */
const FEWEST_ROWS = 4;

/** What is done with kernels on one device: refused, compiled, bound, run, verified and timed. What goes wrong is thrown as a fault. */
export class KernelBench {
  readonly parts: BenchParts;
  readonly #widths: AccessWidths;
  readonly #pipelines: PipelineCache;
  readonly #paces = new Paces();
  #lastWork = Number.NEGATIVE_INFINITY;
  #count = 0;

  constructor(parts: BenchParts) {
    this.parts = parts;
    this.#widths = widthsOf(parts.adapter);
    this.#pipelines = new PipelineCache(parts.guard);
  }

  /** Why this adapter cannot run a kernel on a problem, or null. */
  misfit(kernel: Kernel, problem: Problem): string | null {
    const { adapter } = this.parts;
    return (
      missingRequirement(kernel, adapter) ??
      problemFits(kernel, problem, adapter.limits) ??
      memoryFits(kernel, problem, adapter)
    );
  }

  watch(kernel: string, signal: AbortSignal): Watch {
    return { kernel, signal, limit: this.parts.watchdogSeconds };
  }

  /** Compiling hangs no GPU, and takes long where a busy processor does it. */
  #watchCompiler(kernel: string, signal: AbortSignal): Watch {
    return { kernel, signal, limit: Math.max(this.parts.watchdogSeconds, COMPILE_SECONDS) };
  }

  compile(kernel: Kernel, problem: Problem, signal: AbortSignal): Promise<CompiledKernel> {
    return this.#pipelines.get(kernel, problem, this.#watchCompiler(kernel.id, signal));
  }

  /** Compiles, binds, hands over, and frees the outputs whatever happens. */
  async withBound<T>(
    { kernel, problem, rotation = 1 }: Pick<MeasureRequest<Kernel>, 'kernel' | 'problem' | 'rotation'>,
    signal: AbortSignal,
    use: (bound: BoundKernel) => Promise<T>,
  ): Promise<T> {
    const watch = this.watch(kernel.id, signal);
    const compiled = await this.compile(kernel, problem, signal);
    const sets = Math.min(Math.max(1, rotation), MAX_ROTATION);
    const bind = () => bindKernel(this.parts, kernel, problem, { ...compiled, rotation: sets }, watch);
    const bound = await bind().catch((error: unknown) => {
      // What earlier kernels left may have been in the way: it is freed by now.
      if (faultOf(error, kernel.id).kind !== 'out-of-memory') throw error;
      return bind();
    });
    try {
      return await use(bound);
    } finally {
      releaseKernel(this.parts, bound);
    }
  }

  /** Times a small problem of the kernel first where the one asked for might hang the GPU; a fault where it would. */
  async refuseTooLong(kernel: Kernel, problem: Problem, signal: AbortSignal): Promise<void> {
    const { fallback } = this.parts.adapter;
    const work = workOf(kernel, problem, this.#widths);
    const longest = longestDispatch(fallback);
    if (this.#paces.worst(kernel, work) <= longest) return;
    const pilot = pilotProblem(kernel, problem, this.#widths, safeWork(kernel, fallback));
    if (pilot === problem) return;
    const pace = await this.withBound({ kernel, problem: pilot }, signal, async ({ workload }) => {
      const { timer } = this.parts.detected;
      // The first submit pays for what drivers put off until then.
      await timer.run(workload, [1], this.watch(kernel.id, signal));
      // Others on the machine only make it longer: the shortest of a few is nearest to the truth.
      const walls: number[] = [];
      for (let run = 0; run < PILOT_RUNS; run++)
        walls.push((await timer.run(workload, [1], this.watch(kernel.id, signal))).wall);
      return Math.min(...walls) / workOf(kernel, pilot, this.#widths);
    });
    if (pace * work > longest) throw new FaultError(unsupported(kernel.id, tooLong(pace * work)));
  }

  /** Poisons what a bound kernel writes. What it gives back checks what was written since; it throws `wrong-result`. */
  async poisoned(
    kernel: Kernel,
    problem: Problem,
    bound: BoundKernel,
    signal: AbortSignal,
  ): Promise<() => Promise<Verification>> {
    const watch = this.watch(kernel.id, signal);
    const check = new OutputCheck(this.parts, { kernel, problem, widths: this.#widths }, bound, ++this.#count);
    await poisonOutputs(this.parts, bound, watch);
    return () => check.verify(watch, FEWEST_ROWS);
  }

  /** Runs a bound kernel once and checks what it wrote. The wall's seconds are an upper bound of its time. */
  async runOnce(
    kernel: Kernel,
    problem: Problem,
    bound: BoundKernel,
    signal: AbortSignal,
  ): Promise<{ readonly verified: Verification; readonly wall: number }> {
    const check = await this.poisoned(kernel, problem, bound, signal);
    const { timer } = this.parts.detected;
    const { wall } = await timer.run(bound.workload, [bound.sets.length], this.watch(kernel.id, signal));
    return { verified: await check(), wall };
  }

  /** Samples a workload with the GPU's clock brought up first where it idled. */
  async sampled(
    kernel: string,
    { budgetSeconds, ...sampling }: Omit<Sampling, 'ramp' | 'now'> & { readonly budgetSeconds: number },
  ): Promise<Sampled> {
    const idle = performance.now() - this.#lastWork > IDLE;
    const sampled = await sample({
      ...sampling,
      ramp: idle && !this.parts.adapter.fallback ? Math.min(RAMP, 0.8 * budgetSeconds) : 0,
      now: () => performance.now(),
    });
    if (!sampled.ok) throw new FaultError(tooNoisy(kernel, sampled.error));
    this.#lastWork = performance.now();
    return sampled.value;
  }

  /** Times a bound kernel, and verifies what the timed passes wrote. `deadline`: moment after which it makes do with what it has. */
  async measure(
    request: MeasureRequest<Kernel>,
    bound: BoundKernel,
    deadline: number,
    signal: AbortSignal,
  ): Promise<Measurement> {
    const { kernel, problem, role } = request;
    const { detected } = this.parts;
    const watch = this.watch(kernel.id, signal);
    // One check, after the timed passes, of what they wrote: sampling runs more dispatches than there are sets.
    const check = await this.poisoned(kernel, problem, bound, signal);
    const { timer, clock } = timerFor({
      bench: this.parts,
      pipelines: this.#pipelines,
      detected,
      kernel,
      problem,
      bound,
      watch: kernel.times === 'compile' ? this.#watchCompiler(kernel.id, signal) : watch,
    });
    const touched = kernel.touch && bound.workload.spread(kernel.touch(problem));
    if (touched) await detected.wallTimer.run(touched.workload, [touched.count], watch);
    const { samples, median, interval, dispatches, notes } = await this.sampled(kernel.id, {
      timer,
      clock,
      passSeconds: request.passSeconds,
      pairs: Math.min(request.pairs, MAX_SAMPLES / 4),
      deadline,
      round: kernel.round?.(problem) ?? 0,
      budgetSeconds: request.budgetSeconds,
      // The fastest pass of a chase counts; a timestamp leaves out what a submit costs.
      wholePasses: kernel.family === 'latency' && clock.kind === 'timestamp-query',
    });
    const verified = await check();
    this.#lastWork = performance.now();
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
