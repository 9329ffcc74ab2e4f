import { type Seconds, seconds } from '#core/units.ts';
import type { Kernel, Problem } from '../kernels/kernel.ts';
import { sourceFor } from '../kernels/source.ts';
import { COMPUTE_STAGE } from './flags.ts';
import type { DeviceGuard, Watch } from './guard.ts';

export interface CompiledKernel {
  readonly pipeline: GPUComputePipeline;
  /** From the request to the ready pipeline, by the wall; others may have compiled beside it. */
  readonly compileTime: Seconds;
}

/** A program of its own for each salt: in code that is compiled where the kernel takes one, so that no driver knows it. */
function salted(source: string, constants: Readonly<Record<string, number>>, salt: number) {
  if (/\boverride\s+SALT\b/.test(source)) return { source, constants: { ...constants, SALT: salt } };
  return { source: `// ${salt}\n${source}`, constants };
}

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
    const access = kernel.bindings.map((binding) => binding.access);
    const key = JSON.stringify([source, kernel.entryPoint, constants, access]);
    const found = this.#compiled.get(key);
    if (found) return found;
    const compiled = this.#compile(kernel, source, constants, watch);
    this.#compiled.set(key, compiled);
    // What failed may be asked for again: a Stop is no fault of the kernel.
    compiled.catch(() => this.#compiled.delete(key));
    return compiled;
  }

  /** A pipeline of a program that was never compiled before, in this session or another; not kept. */
  async compileAnew(kernel: Kernel, problem: Problem, watch: Watch): Promise<GPUComputePipeline> {
    const program = salted(sourceFor(kernel, problem), kernel.overrides(problem), ++this.#salt);
    return (await this.#compile(kernel, program.source, program.constants, watch)).pipeline;
  }

  async #compile(
    kernel: Kernel,
    source: string,
    constants: Readonly<Record<string, number>>,
    watch: Watch,
  ): Promise<CompiledKernel> {
    const { device } = this.#guard;
    const start = performance.now();
    const pipeline = await this.#guard.scoped(watch, () => {
      const layout = device.createBindGroupLayout({
        label: kernel.id,
        entries: kernel.bindings.map(({ access }, binding) => ({
          binding,
          visibility: COMPUTE_STAGE,
          buffer: { type: access === 'read' ? 'read-only-storage' : 'storage' },
        })),
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
