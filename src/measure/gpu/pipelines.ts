import { type Seconds, seconds } from '#core/units.ts';
import type { Binding, Kernel, Problem } from '../kernels/kernel.ts';
import { bufferBytes } from '../kernels/problem.ts';
import { sourceFor } from '../kernels/source.ts';
import { COMPUTE_STAGE } from './flags.ts';
import type { DeviceGuard, Watch } from './guard.ts';

export interface CompiledKernel {
  readonly pipeline: GPUComputePipeline;
  /** From the request to the ready pipeline, by the wall; others may have compiled beside it. */
  readonly compileTime: Seconds;
}

/** What a pipeline is made of, beside its entry point. */
interface PipelineParts {
  readonly source: string;
  readonly constants: Readonly<Record<string, number>>;
  readonly buffers: readonly GPUBufferBindingLayout[];
}

/** A program of its own for each salt: in code that is compiled where the kernel takes one, so that no driver knows it. */
function salted(source: string, constants: Readonly<Record<string, number>>, salt: number) {
  if (/\boverride\s+SALT\b/.test(source)) return { source, constants: { ...constants, SALT: salt } };
  return { source: `// ${salt}\n${source}`, constants };
}

/**
 * What a binding holds. Of an edited kernel its bytes too, so that an array that is longer than its buffer is refused when the
 * pipeline is made, where the compiler looks, and not when it runs.
 */
const bufferLayout = ({ edited }: Kernel, problem: Problem, { access, elements }: Binding): GPUBufferBindingLayout => ({
  type: access === 'read' ? 'read-only-storage' : 'storage',
  ...(edited && { minBindingSize: bufferBytes(elements(problem)) }),
});

/** Compiles each kernel once for each set of constants. */
export class PipelineCache {
  readonly #guard: DeviceGuard;
  /** Browsers keep compiled programs on the disk: each session begins elsewhere. */
  #salt = Math.floor(Math.random() * 2 ** 31);
  readonly #compiled = new Map<string, Promise<CompiledKernel>>();

  constructor(guard: DeviceGuard) {
    this.#guard = guard;
  }

  get(kernel: Kernel, problem: Problem, watch: Watch): Promise<CompiledKernel> {
    const source = sourceFor(kernel, problem);
    const constants = kernel.overrides(problem);
    const buffers = kernel.bindings.map((binding) => bufferLayout(kernel, problem, binding));
    const key = JSON.stringify([source, kernel.entryPoint, constants, buffers]);
    const found = this.#compiled.get(key);
    if (found) return found;
    const compiled = this.#compile(kernel, { source, constants, buffers }, watch);
    this.#compiled.set(key, compiled);
    // What failed may be asked for again: a Stop is no fault of the kernel.
    compiled.catch(() => this.#compiled.delete(key));
    return compiled;
  }

  /** A pipeline of a program that was never compiled before, in this session or another; not kept. */
  async compileAnew(kernel: Kernel, problem: Problem, watch: Watch): Promise<GPUComputePipeline> {
    const program = salted(sourceFor(kernel, problem), kernel.overrides(problem), ++this.#salt);
    const buffers = kernel.bindings.map((binding) => bufferLayout(kernel, problem, binding));
    return (await this.#compile(kernel, { ...program, buffers }, watch)).pipeline;
  }

  async #compile(kernel: Kernel, { source, constants, buffers }: PipelineParts, watch: Watch): Promise<CompiledKernel> {
    const { device } = this.#guard;
    const start = performance.now();
    const pipeline = await this.#guard.scoped(watch, () => {
      const layout = device.createBindGroupLayout({
        label: kernel.id,
        entries: buffers.map((buffer, binding) => ({ binding, visibility: COMPUTE_STAGE, buffer })),
      });
      return device.createComputePipelineAsync({
        label: kernel.id,
        layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
        compute: {
          module: device.createShaderModule({ label: kernel.id, code: source }),
          entryPoint: kernel.entryPoint,
          constants: { ...constants },
        },
      });
    });
    return { pipeline, compileTime: seconds((performance.now() - start) / 1000) };
  }
}
