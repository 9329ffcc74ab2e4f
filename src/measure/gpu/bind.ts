import type { Seconds } from '#core/units.ts';
import type { Kernel, Problem } from '../kernels/kernel.ts';
import type { BufferPool } from './buffers.ts';
import type { Workload } from './clock.ts';
import { BUFFER, MAP_READ_MODE } from './flags.ts';
import type { DeviceGuard, Watch } from './guard.ts';
import type { CompiledKernel } from './pipelines.ts';

/** A kernel on one problem with its pipeline and buffers in place. */
export interface BoundKernel {
  readonly workload: Workload;
  /** Values of the read buffers, in order. */
  readonly inputs: readonly Float32Array[];
  readonly output: GPUBuffer;
  readonly outputElements: number;
  readonly compileTime: Seconds;
}

/** Where the work is done: the device under guard and its buffers. */
export interface Bench {
  readonly guard: DeviceGuard;
  readonly pool: BufferPool;
}

/** Makes the buffers and the bind group. The caller destroys `output`; inputs stay in the pool for the next kernel. */
export async function bindKernel(
  { guard, pool }: Bench,
  kernel: Kernel,
  problem: Problem,
  { pipeline, compileTime }: CompiledKernel,
  watch: Watch,
): Promise<BoundKernel> {
  const written = kernel.bindings.filter((binding) => binding.access === 'write');
  const [outputBinding] = written;
  if (outputBinding === undefined || written.length !== 1)
    throw new Error(`${kernel.id} must write exactly one buffer`);
  const outputElements = outputBinding.elements(problem);
  const made: GPUBuffer[] = [];
  try {
    return await guard.scoped(watch, () => {
      const output = pool.create(
        outputBinding.name,
        outputElements * 4,
        BUFFER.STORAGE | BUFFER.COPY_SRC | BUFFER.COPY_DST,
      );
      made.push(output);
      const inputs: Float32Array[] = [];
      const entries = kernel.bindings.map((binding, index) => {
        if (binding === outputBinding) return { binding: index, resource: { buffer: output } };
        // The same seed for the same place: the matmul kernels share A and B.
        const { buffer, values } = pool.input(binding.name, binding.elements(problem), index + 1);
        inputs.push(values);
        return { binding: index, resource: { buffer } };
      });
      const bindings = guard.device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
      const workload = { pipeline, bindings, workgroups: kernel.workgroups(problem) };
      return { workload, inputs, output, outputElements, compileTime };
    });
  } catch (error) {
    for (const buffer of made) pool.destroy(buffer);
    // A kept input may be one that the device refused.
    pool.trim(0);
    throw error;
  }
}

/** Fills the output with NaN. */
export const poisonOutput = ({ guard, pool }: Bench, { output }: BoundKernel, watch: Watch): Promise<void> =>
  guard.scoped(watch, () => {
    const encoder = guard.device.createCommandEncoder();
    pool.poison(output, encoder);
    guard.device.queue.submit([encoder.finish()]);
  });

/** Copies the output to the processor. */
export async function readOutput({ guard, pool }: Bench, bound: BoundKernel, watch: Watch): Promise<Float32Array> {
  const size = bound.outputElements * 4;
  const staging = pool.create('output read back', bound.output.size, BUFFER.MAP_READ | BUFFER.COPY_DST);
  try {
    await guard.scoped(watch, () => {
      const encoder = guard.device.createCommandEncoder();
      encoder.copyBufferToBuffer(bound.output, 0, staging, 0, bound.output.size);
      guard.device.queue.submit([encoder.finish()]);
      return staging.mapAsync(MAP_READ_MODE);
    });
    return new Float32Array(staging.getMappedRange().slice(0, size));
  } finally {
    pool.destroy(staging);
  }
}
