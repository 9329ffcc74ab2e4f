import { afterEach, describe, expect, it } from 'vitest';
import { kernels } from '../kernels/catalogue.ts';
import { FAMILIES, type Kernel } from '../kernels/kernel.ts';
import { missingRequirement, problemFits } from '../kernels/problem.ts';
import { afterSubmits, countBuffers, never, openChanged, smallRequest } from './faulty-gpu.fixture.ts';
import type { GpuRunner } from './gpu-runner.ts';

const opened: GpuRunner[] = [];
afterEach(() => {
  for (const runner of opened.splice(0)) runner.close();
});

/** A kernel of each family, and one of each thing that is timed. */
const chosen: readonly Kernel[] = [
  ...FAMILIES.flatMap((family) => kernels.filter((kernel) => kernel.family === family).slice(0, 1)),
  ...kernels.filter((kernel) => kernel.times !== undefined),
].filter((kernel, index, all) => all.indexOf(kernel) === index && kernel.requires === undefined);

it('has kernels of every family to lose', () => {
  expect(new Set(chosen.map(({ family }) => family))).toEqual(new Set(FAMILIES));
});

describe.each(chosen.map((kernel) => [kernel.id, kernel] as const))('in the middle of %s', (id, kernel) => {
  it.each(['destroyed', 'unknown'] as const)('a device lost (%s) is a fault that names it', async (reason) => {
    let buffers = { live: () => -1 };
    let started = false;
    let losesAt = Number.POSITIVE_INFINITY;
    const runner = await openChanged({
      device: (device) => {
        buffers = countBuffers(device);
        const news = Promise.withResolvers<GPUDeviceLostInfo>();
        if (reason === 'unknown') Object.defineProperty(device, 'lost', { value: news.promise });
        afterSubmits(device, (submit) => {
          // The poison, the first pass of the calibration, then this.
          if (started && losesAt === Number.POSITIVE_INFINITY) losesAt = submit + 2;
          if (submit !== losesAt) return;
          if (reason === 'destroyed') device.destroy();
          else news.resolve({ reason: 'unknown', message: 'a driver reset' } as GPUDeviceLostInfo);
        });
      },
    });
    opened.push(runner);
    started = true;
    const measured = await runner.measure(smallRequest(kernel), never);
    expect(measured).toMatchObject({ ok: false, error: { kind: 'device-lost', reason, kernel: id } });
    runner.close();
    expect(buffers.live()).toBe(0);
    expect(runner.liveBuffers).toBe(0);
  });
});

describe('an adapter with the portable limits only, no features and no timestamps', () => {
  /** https://www.w3.org/TR/webgpu/#limits */
  const PORTABLE: Readonly<Record<string, number>> = {
    maxBufferSize: 268_435_456,
    maxStorageBufferBindingSize: 134_217_728,
    maxStorageBuffersPerShaderStage: 8,
    maxComputeWorkgroupStorageSize: 16_384,
    maxComputeInvocationsPerWorkgroup: 256,
    maxComputeWorkgroupSizeX: 256,
    maxComputeWorkgroupSizeY: 256,
    maxComputeWorkgroupSizeZ: 64,
    maxComputeWorkgroupsPerDimension: 65_535,
  };
  const portable = () =>
    openChanged({
      adapter: (adapter) => {
        Object.defineProperty(adapter, 'limits', { value: PORTABLE });
        Object.defineProperty(adapter, 'features', { value: new Set() });
      },
      device: (device) => {
        for (const [name, value] of Object.entries(PORTABLE))
          expect(device.limits[name as keyof GPUSupportedLimits], name).toBe(value);
      },
    });

  it('measures every kernel by the wall, or refuses it by the name of what it lacks', async () => {
    const runner = await portable();
    opened.push(runner);
    expect(runner.clock.kind).toBe('wall');
    const ran: string[] = [];
    for (const kernel of kernels) {
      const measured = await runner.measure(smallRequest(kernel), never);
      if (measured.ok) {
        expect(measured.value.clock.kind).toBe('wall');
        ran.push(kernel.id);
        continue;
      }
      expect(measured.error, kernel.id).toMatchObject({ kind: 'unsupported', kernel: kernel.id });
      const missing = missingRequirement(kernel, runner.adapter);
      expect(missing === null ? measured.error.message : '', kernel.id).toMatch(/^$|max[A-Z]\w+/);
      if (missing !== null) expect(measured.error.message).toBe(missing);
    }
    const able = kernels.filter(
      (kernel) =>
        missingRequirement(kernel, runner.adapter) === null &&
        problemFits(kernel, smallRequest(kernel).problem, PORTABLE) === null,
    );
    expect(ran).toEqual(able.map(({ id }) => id));
    expect(new Set(able.map(({ family }) => family))).toEqual(new Set(FAMILIES));
  });
});
