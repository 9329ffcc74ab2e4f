import type { Task } from './task.ts';

/** One library, or our own kernels, on this page's GPU. */
export interface Contender {
  /** With its version. */
  readonly name: string;
  /** Puts a task's inputs on the GPU and compiles; a sentence where the library has no such operation. */
  prepare(task: Task): Promise<Prepared | string>;
}

export interface Prepared {
  /** What ran, where a library has more than one way. */
  readonly detail?: string;
  /** Runs so many times back to back on the same inputs. Resolves when the GPU has done the last: its first bytes were read. */
  run(times: number): Promise<void>;
  /** The last result, in the order of the task's output. */
  output(): Promise<Float32Array>;
  /** Seconds of one run by the GPU's own clock, where the library tells them. */
  gpuSeconds?(): Promise<number | null>;
  release(): void;
}

/** The first 16 bytes of a buffer: they come when everything submitted before is done. */
export async function firstBytes(device: GPUDevice, buffer: GPUBuffer): Promise<void> {
  const staging = device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, 0, staging, 0, 16);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  staging.destroy();
}
