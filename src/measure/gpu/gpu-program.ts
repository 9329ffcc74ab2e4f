import { err, ok, type Result } from '#core/result.ts';
import { cancelled, type Fault } from '../record/fault.ts';
import { measurementId } from '../record/measurement-id.ts';
import type { OpenProgram, Program, Step, StepDone, Tensor, TimeRequest, WholeTime } from '../stack/program.ts';
import { type BoundKernel, nextTask } from './bind.ts';
import { type InputContent, randomContent } from './buffers.ts';
import { Workload } from './clock.ts';
import { unsupported } from './fault-sentences.ts';
import { FaultError, faultOf } from './guard.ts';
import type { KernelBench } from './kernel-bench.ts';
import { contentKey, type MemoryPlan, tensorBytes, tensorsById } from './program-memory.ts';
import { programTimer } from './program-timer.ts';

/** A program whose buffers are made, and what each step that cannot run here is refused for. */
export interface PlacedProgram {
  readonly program: Program;
  readonly refusals: readonly (string | null)[];
  readonly memory: MemoryPlan;
  /** As `memory.buffers` has them. */
  readonly buffers: readonly GPUBuffer[];
}

/** What is known of a step that ran. */
interface Ran {
  readonly bound: BoundKernel;
  /** Of one dispatch, at most. */
  readonly seconds: number;
}

/** Values of a buffer as the reference needs them, until the last step that does. */
interface Held {
  readonly values: Float32Array;
  readonly until: number;
}

const workOf = ({ kernel, problem }: Step): string => measurementId({ kernel: kernel.id, problem, role: 'layer' });
const LATER_LAYERS = 'Not all of its layers ran, so there is no time of the whole.';

/** The walk through a program on a device: each step runs on what earlier ones left there. */
export class GpuProgram implements OpenProgram {
  readonly #bench: KernelBench;
  readonly #placed: PlacedProgram;
  readonly #tensor: (id: string) => Tensor;
  /** Waits for what else is measured. */
  readonly #turn: <T>(work: () => Promise<T>) => Promise<T>;
  readonly #filled = new Set<number>();
  readonly #held = new Map<number, Held>();
  readonly #ran: Ran[] = [];
  /** Seconds that each kernel took on a problem. */
  readonly #timed = new Map<string, number>();
  #next = 0;

  constructor(bench: KernelBench, placed: PlacedProgram, turn: <T>(work: () => Promise<T>) => Promise<T>) {
    this.#bench = bench;
    this.#placed = placed;
    this.#tensor = tensorsById(placed.program);
    this.#turn = turn;
  }

  step(index: number, request: TimeRequest | null, signal: AbortSignal): Promise<Result<StepDone, Fault>> {
    return this.#turn(() => this.#stepAlone(index, request, signal));
  }

  whole(request: TimeRequest, signal: AbortSignal): Promise<Result<WholeTime, Fault>> {
    return this.#turn(() => this.#wholeAlone(request, signal));
  }

  close(): void {
    for (const buffer of this.#placed.buffers) this.#bench.parts.pool.destroy(buffer);
    this.#held.clear();
  }

  async #stepAlone(index: number, request: TimeRequest | null, signal: AbortSignal): Promise<Result<StepDone, Fault>> {
    const step = this.#placed.program.steps[index];
    if (step === undefined || index > this.#next || index < this.#next - 1)
      throw new Error(`step ${index} is neither the next one nor the last`);
    if (signal.aborted) return err(cancelled(step.kernel.id));
    for (const [buffer, { until }] of this.#held) if (until < index) this.#held.delete(buffer);
    let fault: Fault;
    try {
      const done = await this.#run(step, index, request, signal);
      this.#next = index + 1;
      return ok(done);
    } catch (error) {
      fault = faultOf(error, step.kernel.id);
    } finally {
      // Pilots leave their inputs.
      this.#bench.parts.pool.trim();
    }
    delete this.#ran[index];
    if (fault.kind === 'cancelled' || this.#bench.parts.guard.ended !== null) return err(fault);
    try {
      // Later layers go on with numbers, not with what is left in the buffer.
      await this.#seed(step, index, signal);
    } catch (error) {
      return err(faultOf(error, step.kernel.id));
    }
    this.#next = index + 1;
    return err(fault);
  }

  async #run(step: Step, index: number, request: TimeRequest | null, signal: AbortSignal): Promise<StepDone> {
    const { kernel, problem } = step;
    const refusal = this.#placed.refusals[index];
    if (refusal) throw new FaultError(unsupported(kernel.id, refusal));
    const deadline = performance.now() + (request?.budgetSeconds ?? 0) * 1000;
    await this.#bench.refuseTooLong(kernel, problem, signal);
    const bound = await this.#bind(step, signal);
    if (request === null) {
      const { verified, wall } = await this.#bench.runOnce(kernel, problem, bound, signal);
      this.#ran[index] = { bound, seconds: this.#timed.get(workOf(step)) ?? wall };
      return { verified, measurement: null };
    }
    const asked = { ...request, kernel, problem, role: 'layer' as const };
    const measurement = await this.#bench.measure(asked, bound, deadline, signal);
    this.#ran[index] = { bound, seconds: measurement.median };
    this.#timed.set(workOf(step), measurement.median);
    return { verified: measurement.verified, measurement };
  }

  #buffer(id: string): { readonly index: number; readonly buffer: GPUBuffer } {
    const index = this.#placed.memory.bufferOf.get(id) ?? -1;
    const buffer = this.#placed.buffers[index];
    if (buffer === undefined) throw new Error(`tensor ${id} has no buffer`);
    return { index, buffer };
  }

  /** The step's pipeline on the buffers of its tensors, given ones filled. */
  async #bind({ kernel, problem, reads, writes }: Step, signal: AbortSignal): Promise<BoundKernel> {
    const { guard } = this.#bench.parts;
    const { pipeline, compileTime } = await this.#bench.compile(kernel, problem, signal);
    const inputs: Float32Array[] = [];
    for (const id of reads) inputs.push(await this.#values(id, kernel.id, signal));
    const output = this.#buffer(writes);
    const unbound = [...reads];
    const entries = kernel.bindings.map(({ name, access, elements }, binding) => {
      const id = access === 'read' ? unbound.shift() : writes;
      if (id === undefined) throw new Error(`${kernel.id} reads ${name}, and the step does not say what that is`);
      const size = tensorBytes(this.#tensor(id));
      const needed = tensorBytes({ elements: elements(problem) });
      if (access === 'read' ? needed > size : needed !== size)
        throw new Error(`${kernel.id} needs ${needed} B of ${name}; tensor ${id} has ${size} B`);
      return { binding, resource: { buffer: this.#buffer(id).buffer, size } };
    });
    const bindings = await guard.scoped(this.#bench.watch(kernel.id, signal), () =>
      guard.device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }),
    );
    const until = this.#placed.memory.lastUse.get(writes) ?? 0;
    const verified = (values: Float32Array) => this.#held.set(output.index, { values, until });
    return {
      workload: new Workload(pipeline, kernel.workgroups(problem), [bindings]),
      sets: [{ inputs, output: output.buffer, verified }],
      outputElements: this.#tensor(writes).elements,
      compileTime,
    };
  }

  /** A tensor's values: a given one is filled by now; a made one is as it was when it was verified. */
  async #values(id: string, kernel: string, signal: AbortSignal): Promise<Float32Array> {
    const { index, buffer } = this.#buffer(id);
    const held = this.#held.get(index);
    if (held !== undefined) return held.values;
    const tensor = this.#tensor(id);
    if (tensor.origin === 'made' || this.#filled.has(index)) throw new Error(`the values of ${id} were let go`);
    const { content, elements } = tensor;
    const filling: InputContent = content
      ? { key: contentKey(tensor), elements, make: content.fill }
      : randomContent(elements, index + 1);
    const values = await this.#fill(buffer, filling, kernel, signal);
    this.#filled.add(index);
    this.#held.set(index, { values, until: this.#placed.memory.buffers[index]?.until ?? 0 });
    return values;
  }

  #fill(buffer: GPUBuffer, content: InputContent, kernel: string, signal: AbortSignal): Promise<Float32Array> {
    const { guard, pool } = this.#bench.parts;
    const watch = this.#bench.watch(kernel, signal);
    return pool.fill({ buffer, values: null }, content, () => guard.wait(nextTask(), watch));
  }

  /** Random values in place of what a step did not make, where a later one reads it. */
  async #seed({ writes, kernel }: Step, index: number, signal: AbortSignal): Promise<void> {
    const until = this.#placed.memory.lastUse.get(writes) ?? 0;
    if (until <= index) return;
    const output = this.#buffer(writes);
    const content = randomContent(this.#tensor(writes).elements, index + 1);
    const values = await this.#fill(output.buffer, content, kernel.id, signal);
    this.#held.set(output.index, { values, until });
  }

  async #wholeAlone(request: TimeRequest, signal: AbortSignal): Promise<Result<WholeTime, Fault>> {
    const { steps } = this.#placed.program;
    const last = steps.at(-1);
    const ran = steps.flatMap((_, index) => this.#ran[index] ?? []);
    const end = ran.at(-1);
    if (last === undefined || end === undefined || ran.length < steps.length)
      return err({ kind: 'unsupported', message: LATER_LAYERS });
    try {
      return ok(await this.#timeAll(ran, last, end.bound, request, signal));
    } catch (error) {
      return err(faultOf(error, last.kernel.id));
    }
  }

  /** Times the sequence; then its last output must be right, which it is only where all before it were. */
  async #timeAll(
    ran: readonly Ran[],
    { kernel, problem }: Step,
    end: BoundKernel,
    request: TimeRequest,
    signal: AbortSignal,
  ): Promise<WholeTime> {
    const { detected } = this.#bench.parts;
    const timed = ran.map(({ bound, seconds }) => ({ workload: bound.workload, seconds }));
    const check = await this.#bench.poisoned(kernel, problem, end, signal);
    const { samples, median, interval, notes } = await this.#bench.sampled(kernel.id, {
      timer: programTimer(detected.timer, timed, this.#bench.watch(kernel.id, signal)),
      clock: detected.clock,
      passSeconds: request.passSeconds,
      pairs: request.pairs,
      deadline: performance.now() + request.budgetSeconds * 1000,
      budgetSeconds: request.budgetSeconds,
    });
    return { samples, median, interval, notes, verified: await check() };
  }
}
