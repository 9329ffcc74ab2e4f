import { err, ok, type Result } from '#core/result.ts';
import type { Kernel, Problem } from '../kernels/kernel.ts';
import { missingRequirement } from '../kernels/problem.ts';
import { sourceFor } from '../kernels/source.ts';
import type { SourceMessage } from '../kernels/source-message.ts';
import { cancelled, type Fault } from '../record/fault.ts';
import type { Adapter } from '../record/record.ts';
import { requestDevice } from './device.ts';
import { unsupported } from './fault-sentences.ts';
import { DeviceGuard, faultOf } from './guard.ts';
import { answered, PATIENCE_SECONDS } from './open-gpu.ts';
import { PipelineCache } from './pipelines.ts';

/** Compiles sources without running them, on a device of its own. */
export interface SourceCompiler {
  readonly adapter: Adapter;
  /** What the compiler says, errors first; empty where nothing is wrong. A fault where the device cannot answer. */
  check(kernel: Kernel, problem: Problem, signal: AbortSignal): Promise<Result<readonly SourceMessage[], Fault>>;
  close(): void;
}

/** Compiling hangs no GPU, and takes long where a busy processor does it. */
const LIMIT_SECONDS = 30;
/** Listed: the first says what is wrong, the hundredth nothing. */
const MOST_MESSAGES = 40;

const ORDER: readonly SourceMessage['type'][] = ['error', 'warning', 'info'];

/** The first line of what a browser says of a pipeline, and its place in the source where it names one (`:12:5`). */
function pipelineMessage(text: string): SourceMessage {
  const [, line, column] = /(?:^|\s):(\d{1,6}):(\d{1,6})/.exec(text) ?? [];
  return { type: 'error', line: Number(line ?? 0), column: Number(column ?? 0), length: 0, text: text.slice(0, 1000) };
}

class GpuCompiler implements SourceCompiler {
  readonly adapter: Adapter;
  readonly #guard: DeviceGuard;

  constructor(device: GPUDevice, adapter: Adapter) {
    this.adapter = adapter;
    this.#guard = new DeviceGuard(device);
  }

  async check(kernel: Kernel, problem: Problem, signal: AbortSignal): Promise<Result<readonly SourceMessage[], Fault>> {
    const lacking = missingRequirement(kernel, this.adapter);
    if (lacking !== null) return err(unsupported(kernel.id, lacking));
    const watch = { kernel: kernel.id, signal, limit: LIMIT_SECONDS };
    const { device } = this.#guard;
    try {
      // What a wrong source raises is the answer here, not a fault.
      device.pushErrorScope('validation');
      const module = device.createShaderModule({ label: kernel.id, code: sourceFor(kernel, problem) });
      const raised = device.popErrorScope();
      const { messages } = await this.#guard.wait(module.getCompilationInfo(), watch);
      await this.#guard.wait(raised, watch);
      const said = messages
        .map(({ type, lineNum, linePos, length, message }) => ({
          type,
          line: lineNum,
          column: linePos,
          length,
          text: message.slice(0, 1000),
        }))
        .toSorted((one, other) => ORDER.indexOf(one.type) - ORDER.indexOf(other.type))
        .slice(0, MOST_MESSAGES);
      if (said.some(({ type }) => type === 'error')) return ok(said);
      return ok([...(await this.#checkPipeline(kernel, problem, watch)), ...said]);
    } catch (error) {
      return err(faultOf(error, kernel.id));
    }
  }

  /** Constants, bindings and limits are looked at only when a pipeline is made. */
  async #checkPipeline(
    kernel: Kernel,
    problem: Problem,
    watch: Parameters<PipelineCache['get']>[2],
  ): Promise<readonly SourceMessage[]> {
    try {
      // A cache for one: what was compiled is not kept.
      await new PipelineCache(this.#guard).get(kernel, problem, watch);
      return [];
    } catch (error) {
      const fault = faultOf(error, kernel.id);
      if (fault.kind === 'validation') return [pipelineMessage(fault.detail ?? fault.message)];
      throw error;
    }
  }

  close(): void {
    this.#guard.end(cancelled());
  }
}

/** Opens a device that only compiles. Faults: `no-webgpu`, `insecure-context`, `no-adapter`, `cancelled`. */
export async function openCompiler(
  signal: AbortSignal,
  gpu: GPU | undefined = globalThis.navigator?.gpu,
): Promise<Result<SourceCompiler, Fault>> {
  if (signal.aborted) return err(cancelled());
  const userAgent = globalThis.navigator?.userAgent ?? 'unknown program';
  const opened = await answered(
    requestDevice(gpu, { userAgent, secure: globalThis.isSecureContext !== false }),
    PATIENCE_SECONDS,
    signal,
  );
  return opened.ok ? ok(new GpuCompiler(opened.value.device, opened.value.adapter)) : opened;
}
