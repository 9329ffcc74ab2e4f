import { unwrap } from '#core/result.ts';
import { kernelById } from '../kernels/catalogue.ts';
import type { Kernel } from '../kernels/kernel.ts';
import type { MeasureRequest } from '../runner.ts';
import type { GpuRunner } from './gpu-runner.ts';
import { type OpenGpuOptions, openGpuRunner } from './open-gpu.ts';
import { pilotProblem } from './pilot.ts';

/** For tests in a browser: its WebGPU with something wrong, and small things to measure on it. */
export const never = new AbortController().signal;

export interface Changes {
  /** Sees the adapter before anything is asked of it. */
  readonly adapter?: (adapter: GPUAdapter) => void;
  /** Sees each device before the engine does. */
  readonly device?: (device: GPUDevice) => void;
}

/** The browser's WebGPU, whose adapters and devices a test changes. */
export function changedGpu({ adapter: changeAdapter, device: changeDevice }: Changes): GPU {
  const requestAdapter: GPU['requestAdapter'] = async (options) => {
    const adapter = await navigator.gpu.requestAdapter(options);
    if (!adapter) return null;
    changeAdapter?.(adapter);
    const requestDevice = adapter.requestDevice.bind(adapter);
    adapter.requestDevice = async (descriptor) => {
      const device = await requestDevice(descriptor);
      changeDevice?.(device);
      return device;
    };
    return adapter;
  };
  return { requestAdapter, wgslLanguageFeatures: navigator.gpu.wgslLanguageFeatures } as unknown as GPU;
}

export const openChanged = async (changes: Changes, options: OpenGpuOptions = {}): Promise<GpuRunner> =>
  unwrap(await openGpuRunner({ ...options, gpu: changedGpu(changes) })(never));

/** Calls `seen` after each submit with its number, from 1. */
export function afterSubmits(device: GPUDevice, seen: (submit: number) => void): void {
  const { queue } = device;
  const submit = queue.submit.bind(queue);
  let count = 0;
  queue.submit = (commands) => {
    submit(commands);
    seen(++count);
  };
}

/** Buffers made and not yet destroyed, counted at the device and not by the engine. */
export function countBuffers(device: GPUDevice): { readonly live: () => number; readonly made: () => number } {
  const live = new Set<GPUBuffer>();
  let made = 0;
  const create = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    live.add(buffer);
    made++;
    const destroy = buffer.destroy.bind(buffer);
    buffer.destroy = () => {
      live.delete(buffer);
      destroy();
    };
    return buffer;
  };
  return { live: () => live.size, made: () => made };
}

/** Calls `seen` at each call that the engine awaits something after. */
export function atEachCall(device: GPUDevice, seen: () => void): void {
  const pop = device.popErrorScope.bind(device);
  device.popErrorScope = () => {
    seen();
    return pop();
  };
  const compile = device.createComputePipelineAsync.bind(device);
  device.createComputePipelineAsync = (descriptor) => {
    seen();
    return compile(descriptor);
  };
  const create = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    const map = buffer.mapAsync.bind(buffer);
    buffer.mapAsync = async (...args) => {
      seen();
      await map(...args);
      // And once what was awaited has come.
      seen();
    };
    return buffer;
  };
}

/** Gives a device room for buffers of so many bytes together: past that it says out-of-memory, as the standard has it. */
export function limitMemory(device: GPUDevice, room: number): void {
  let used = 0;
  let refused = false;
  const scopes: string[] = [];
  const create = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    used += descriptor.size;
    if (used > room) refused = true;
    const destroy = buffer.destroy.bind(buffer);
    buffer.destroy = () => {
      used -= descriptor.size;
      destroy();
    };
    return buffer;
  };
  const push = device.pushErrorScope.bind(device);
  device.pushErrorScope = (filter) => {
    scopes.push(filter);
    return push(filter);
  };
  const pop = device.popErrorScope.bind(device);
  device.popErrorScope = async () => {
    const memory = scopes.pop() === 'out-of-memory' && refused;
    if (memory) refused = false;
    const error = await pop();
    return memory ? new GPUOutOfMemoryError('no room') : error;
  };
}

export function kernelOf(id: string): Kernel {
  const kernel = kernelById(id);
  if (!kernel) throw new Error(`no kernel ${id}`);
  return kernel;
}

/** A quick measurement of a kernel on a problem that a processor does in no time. */
export function smallRequest(kernel: Kernel, over: Partial<MeasureRequest> = {}): MeasureRequest {
  const defaults = Object.fromEntries(kernel.sizes.map((size) => [size.key, size.default]));
  const problem = pilotProblem(kernel, defaults, { subgroupWidth: 4, sector: 32 }, 2 ** 20);
  return { kernel, problem, role: 'sweep', pairs: 3, passSeconds: 0.001, budgetSeconds: 5, ...over };
}
