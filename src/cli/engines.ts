import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { openCpuRunner } from '#measure/cpu/open-cpu.ts';
import { openGpuRunner } from '#measure/gpu/open-gpu.ts';
import type { OpenRunner } from '#measure/runner.ts';

const HERE = `${process.platform} ${process.arch}`;

/** The GPU through Dawn's binding, where its driver is found. */
export async function openDawn(): Promise<OpenRunner> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  const { version } = createRequire(import.meta.url)('webgpu/package.json') as { version: string };
  const environment = `Node ${process.versions.node}, Dawn by webgpu ${version}, ${HERE}`;
  return openGpuRunner({ gpu: create([]), environment });
}

/** The processor: needs no driver. */
export function openProcessor(): OpenRunner {
  const list = cpus();
  return openCpuRunner({
    environment: `Node ${process.versions.node}, V8 ${process.versions.v8}, ${HERE}`,
    processor: {
      architecture: process.arch,
      device: list[0]?.model.trim() ?? '',
      ...(list.length > 0 && { threads: list.length }),
    },
  });
}
