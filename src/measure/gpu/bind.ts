import type { Seconds } from '#core/units.ts';
import type { Binding, Kernel, Problem } from '../kernels/kernel.ts';
import { type BufferPool, type InputContent, randomContent } from './buffers.ts';
import { Workload } from './clock.ts';
import { BUFFER, MAP_READ_MODE } from './flags.ts';
import type { DeviceGuard, Watch } from './guard.ts';
import type { CompiledKernel } from './pipelines.ts';

/** The buffers of one dispatch. */
export interface BoundSet {
  /** Values of the read buffers, in order. */
  readonly inputs: readonly Float32Array[];
  readonly output: GPUBuffer;
  /** Is given the output's values when they were found right. */
  readonly verified?: (output: Float32Array) => void;
}

/** A kernel on one problem with its pipeline and buffers in place. */
export interface BoundKernel {
  readonly workload: Workload;
  /** Dispatches take them in turn. */
  readonly sets: readonly BoundSet[];
  readonly outputElements: number;
  readonly compileTime: Seconds;
}

/** Where the work is done: the device under guard and its buffers. */
export interface Bench {
  readonly guard: DeviceGuard;
  readonly pool: BufferPool;
}

/** Seeds of one set; more than a kernel has bindings. */
const SEEDS = 16;

const contentOf = (binding: Binding, problem: Problem, index: number, set: number): InputContent => {
  const elements = binding.elements(problem);
  const { content } = binding;
  // The same seed for the same place: the matmul kernels share A and B.
  if (content === undefined) return randomContent(elements, set * SEEDS + index + 1);
  return { key: `${content.key(problem)}:${elements}:${set}`, elements, make: () => content.fill(problem) };
};

const outputOf = (kernel: Kernel): Binding => {
  const [output, ...others] = kernel.bindings.filter((binding) => binding.access === 'write');
  if (output === undefined || others.length > 0) throw new Error(`${kernel.id} must write exactly one buffer`);
  return output;
};

/** A task of its own, so that a Stop, a click or a lost device is heard between two pieces of work. */
export const nextTask = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/**
 * Makes the buffers and bind groups of `rotation` sets and fills the inputs. The caller frees the outputs with `release`;
 * inputs stay in the pool for the next kernel.
 */
export async function bindKernel(
  { guard, pool }: Bench,
  kernel: Kernel,
  problem: Problem,
  { pipeline, compileTime, rotation }: CompiledKernel & { readonly rotation: number },
  watch: Watch,
): Promise<BoundKernel> {
  const outputBinding = outputOf(kernel);
  const outputElements = outputBinding.elements(problem);
  const outputs: GPUBuffer[] = [];
  try {
    const made = await guard.scoped(watch, () =>
      Array.from({ length: rotation }, (_, set) => {
        const output = pool.create(
          outputBinding.name,
          outputElements * 4,
          BUFFER.STORAGE | BUFFER.COPY_SRC | BUFFER.COPY_DST,
        );
        outputs.push(output);
        const inputs = kernel.bindings.flatMap((binding, index) => {
          if (binding === outputBinding) return [];
          const content = contentOf(binding, problem, index, set);
          return [{ index, content, input: pool.input(binding.name, content) }];
        });
        const entries = [
          { binding: kernel.bindings.indexOf(outputBinding), resource: { buffer: output } },
          ...inputs.map(({ index, input }) => ({ binding: index, resource: { buffer: input.buffer } })),
        ];
        const bindings = guard.device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
        return { inputs, output, bindings };
      }),
    );
    const sets: BoundSet[] = [];
    for (const { inputs, output } of made) {
      const values: Float32Array[] = [];
      for (const { input, content } of inputs)
        values.push(await pool.fill(input, content, () => guard.wait(nextTask(), watch)));
      sets.push({ inputs: values, output });
    }
    const workload = new Workload(
      pipeline,
      kernel.workgroups(problem),
      made.map(({ bindings }) => bindings),
    );
    return { workload, sets, outputElements, compileTime };
  } catch (error) {
    for (const buffer of outputs) pool.destroy(buffer);
    // A kept input may be one that the device refused, or one that is not full yet.
    pool.trim(0);
    throw error;
  }
}

/** Frees the outputs. */
export function releaseKernel({ pool }: Bench, { sets }: BoundKernel): void {
  for (const { output } of sets) pool.destroy(output);
}

/** Fills every output with NaN. */
export const poisonOutputs = ({ guard, pool }: Bench, { sets }: BoundKernel, watch: Watch): Promise<void> =>
  guard.scoped(watch, () => {
    const encoder = guard.device.createCommandEncoder();
    for (const { output } of sets) pool.poison(output, encoder);
    guard.device.queue.submit([encoder.finish()]);
  });

/** Copies `elements` of an output to the processor. */
export async function readOutput(
  { guard, pool }: Bench,
  output: GPUBuffer,
  elements: number,
  watch: Watch,
): Promise<Float32Array> {
  const size = elements * 4;
  const staging = pool.create('output read back', size, BUFFER.MAP_READ | BUFFER.COPY_DST);
  try {
    await guard.scoped(watch, () => {
      const encoder = guard.device.createCommandEncoder();
      encoder.copyBufferToBuffer(output, 0, staging, 0, size);
      guard.device.queue.submit([encoder.finish()]);
      return staging.mapAsync(MAP_READ_MODE);
    });
    return new Float32Array(staging.getMappedRange().slice(0, size));
  } finally {
    pool.destroy(staging);
  }
}
