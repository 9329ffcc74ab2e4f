import { seededRandom } from '#core/random.ts';
import { kernels } from './catalogue.ts';
import type { Kernel, Problem } from './kernel.ts';
import { matrixConfigsOf } from './matrix-configs.ts';
import { poison } from './poison.ts';
import { missingRequirement, problemFits } from './problem.ts';
import { sourceFor } from './source.ts';

/**
 * For tests of the shaders: as little as a kernel needs, and nothing of the engine that measures. The device has the
 * workgroups and the features that the adapter offers.
 */
export async function openDevice(): Promise<GPUDevice> {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('no WebGPU adapter');
  const needed = kernels.flatMap(({ requires }) => requires?.features ?? []);
  const { maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupSizeX, maxComputeWorkgroupSizeY } = adapter.limits;
  return adapter.requestDevice({
    requiredFeatures: [...adapter.features].filter((feature): feature is GPUFeatureName => needed.includes(feature)),
    requiredLimits: { maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupSizeX, maxComputeWorkgroupSizeY },
  });
}

/** Why this browser's adapter cannot run a kernel on a problem: a sentence, or null. */
export const refusal = (device: GPUDevice, kernel: Kernel, problem: Problem): string | null =>
  missingRequirement(kernel, {
    features: [...device.features],
    languageFeatures: [...navigator.gpu.wgslLanguageFeatures],
    ...matrixConfigsOf(device.adapterInfo),
  }) ?? problemFits(kernel, problem, limitsOf(device));

const limitsOf = ({ limits }: GPUDevice): Readonly<Record<string, number>> => ({
  maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
  maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
  maxComputeWorkgroupSizeY: limits.maxComputeWorkgroupSizeY,
});

export function compile(device: GPUDevice, kernel: Kernel, problem: Problem) {
  const module = device.createShaderModule({ code: sourceFor(kernel, problem) });
  const pipeline = device.createComputePipelineAsync({
    layout: 'auto',
    compute: { module, entryPoint: kernel.entryPoint, constants: kernel.overrides(problem) },
  });
  return { module, pipeline };
}

/** What the read buffers of a problem hold: their own content, or seeded random f32. */
export const seededInputs = (kernel: Kernel, problem: Problem, seed: number): Float32Array<ArrayBuffer>[] => {
  const random = seededRandom(seed);
  return kernel.bindings
    .filter((binding) => binding.access === 'read')
    .map((binding) =>
      binding.content
        ? new Float32Array(binding.content.fill(problem))
        : Float32Array.from({ length: binding.elements(problem) }, () => 2 * random.next() - 1),
    );
};

const poisoned = (elements: number): Float32Array<ArrayBuffer> => {
  const values = new Float32Array(elements);
  poison(values);
  return values;
};

/** One dispatch on these inputs; the output was full of poison before. */
export async function runKernel(
  device: GPUDevice,
  pipeline: GPUComputePipeline,
  kernel: Kernel,
  problem: Problem,
  inputs: readonly Float32Array<ArrayBuffer>[],
): Promise<Float32Array> {
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const pending = [...inputs];
  const buffers = kernel.bindings.map((binding) => {
    const elements = binding.elements(problem);
    const buffer = device.createBuffer({ size: 4 * elements, usage });
    const data = binding.access === 'read' ? pending.shift() : poisoned(elements);
    if (data) device.queue.writeBuffer(buffer, 0, data);
    return { binding, buffer };
  });
  const output = buffers.find(({ binding }) => binding.access === 'write')?.buffer;
  if (!output) throw new Error(`${kernel.id} writes nothing`);
  const readable = device.createBuffer({ size: output.size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const bindGroup = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: buffers.map(({ buffer }, binding) => ({ binding, resource: { buffer } })),
  });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bindGroup);
  pass.dispatchWorkgroups(...kernel.workgroups(problem));
  pass.end();
  encoder.copyBufferToBuffer(output, 0, readable, 0, output.size);
  device.queue.submit([encoder.finish()]);
  await readable.mapAsync(GPUMapMode.READ);
  const result = new Float32Array(readable.getMappedRange().slice(0));
  for (const { buffer } of buffers) buffer.destroy();
  readable.destroy();
  return result;
}
