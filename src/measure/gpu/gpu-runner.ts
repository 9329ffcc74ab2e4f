import { err, ok, type Result } from '#core/result.ts';
import { kernelById } from '../kernels/catalogue.ts';
import type { Kernel, KernelDescription } from '../kernels/kernel.ts';
import { cancelled, type Fault } from '../record/fault.ts';
import type { Adapter, Clock, Measurement } from '../record/record.ts';
import type { MeasureRequest, Runner } from '../runner.ts';
import type { OpenProgram, Program } from '../stack/program.ts';
import { unsupported } from './fault-sentences.ts';
import { FaultError, faultOf } from './guard.ts';
import { type BenchParts, KernelBench } from './kernel-bench.ts';
import { openGpuProgram } from './open-program.ts';

export interface GpuRunnerParts extends BenchParts {
  readonly environment: string;
}

/** A kernel of this engine; a typed-array kernel has no WGSL. */
const isWgsl = (kernel: KernelDescription): kernel is Kernel => 'source' in kernel && 'workgroups' in kernel;

/** The WebGPU engine: one device, one measurement at a time, each verified on its own run. */
export class GpuRunner implements Runner {
  readonly engine = 'webgpu';
  readonly adapter: Adapter;
  readonly environment: string;
  readonly clock: Clock;
  readonly #bench: KernelBench;
  /** Measurements wait for one another: two at once would time each other. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(parts: GpuRunnerParts) {
    this.adapter = parts.adapter;
    this.environment = parts.environment;
    this.clock = parts.detected.clock;
    this.#bench = new KernelBench(parts);
  }

  /** Buffers of this engine not yet destroyed. None after `close`. */
  get liveBuffers(): number {
    return this.#bench.parts.pool.live;
  }

  kernel(id: string): Kernel | undefined {
    return kernelById(id);
  }

  async prepare(
    requests: readonly Pick<MeasureRequest, 'kernel' | 'problem'>[],
    signal: AbortSignal,
  ): Promise<Result<void, Fault>> {
    const compiled = await Promise.allSettled(
      requests.flatMap(({ kernel, problem }) =>
        isWgsl(kernel) && this.#bench.misfit(kernel, problem) === null
          ? [this.#bench.compile(kernel, problem, signal)]
          : [],
      ),
    );
    for (const one of compiled) if (one.status === 'rejected') return err(faultOf(one.reason, ''));
    return ok(undefined);
  }

  measure(request: MeasureRequest, signal: AbortSignal): Promise<Result<Measurement, Fault>> {
    return this.#turn(() => this.#measureAlone(request, signal));
  }

  openProgram(program: Program, signal: AbortSignal): Promise<Result<OpenProgram, Fault>> {
    return openGpuProgram(this.#bench, program, (work) => this.#turn(work), signal);
  }

  close(): void {
    const { guard, pool } = this.#bench.parts;
    guard.end(cancelled());
    pool.close();
  }

  #turn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => {});
    return turn;
  }

  async #measureAlone(request: MeasureRequest, signal: AbortSignal): Promise<Result<Measurement, Fault>> {
    const { kernel, problem } = request;
    if (signal.aborted) return err(cancelled(kernel.id));
    if (!isWgsl(kernel)) return err(unsupported(kernel.id, 'It is a kernel of another engine.'));
    const deadline = performance.now() + request.budgetSeconds * 1000;
    const bench = this.#bench;
    try {
      const misfit = bench.misfit(kernel, problem);
      if (misfit !== null) throw new FaultError(unsupported(kernel.id, misfit));
      await bench.refuseTooLong(kernel, problem, signal);
      const asked = { ...request, kernel };
      return ok(await bench.withBound(asked, signal, (bound) => bench.measure(asked, bound, deadline, signal)));
    } catch (error) {
      return err(faultOf(error, kernel.id));
    } finally {
      bench.parts.pool.trim();
    }
  }
}
