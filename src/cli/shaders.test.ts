import { afterAll, beforeAll, expect, it } from 'vitest';
import { create, globals } from 'webgpu';
import { kernels } from '#measure/kernels/catalogue.ts';
import { oddProblems } from '#measure/kernels/odd-problems.ts';
import { sourceFor } from '#measure/kernels/source.ts';

// Dawn with no GPU behind it runs nothing, and offers every feature: it takes the programs that no test machine may run.
const gpu = create(['backend=null', 'enable-dawn-features=allow_unsafe_apis']);
let device: GPUDevice;
beforeAll(async () => {
  Object.assign(globalThis, globals);
  const adapter = await gpu.requestAdapter();
  if (!adapter) throw new Error('Dawn has no null adapter');
  const needed: readonly string[] = kernels.flatMap(({ requires }) => requires?.features ?? []);
  const requiredFeatures = [...adapter.features].filter((name): name is GPUFeatureName => needed.includes(name));
  expect(new Set<string>(requiredFeatures)).toEqual(new Set(needed));
  device = await adapter.requestDevice({ requiredFeatures });
});
afterAll(() => device.destroy());

it.each(kernels.map((kernel) => [kernel.id, kernel] as const))('Dawn takes the source of %s', async (_, kernel) => {
  const [problem = {}] = oddProblems(kernel);
  device.pushErrorScope('validation');
  const module = device.createShaderModule({ code: sourceFor(kernel, problem) });
  const { messages } = await module.getCompilationInfo();
  expect(messages.map(({ lineNum, message }) => `${lineNum}: ${message}`)).toEqual([]);
  expect((await device.popErrorScope())?.message).toBeUndefined();
});
