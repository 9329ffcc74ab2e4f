import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { resolveStack } from '#model/workload/resolve.ts';
import { compile, openDevice, runKernel } from '../kernels/gpu-harness.ts';
import { workOf } from './expected.ts';
import { lowerStack } from './lower/lower.ts';
import { PORTABLE } from './portable.fixture.ts';
import type { Program } from './program.ts';
import { forward } from './reference/forward.fixture.ts';
import { otherStacks, smallStacks } from './small-stacks.fixture.ts';

let device: GPUDevice;
const uncaptured: string[] = [];
const pipelines = new Map<string, Promise<GPUComputePipeline>>();
beforeAll(async () => {
  device = await openDevice();
  device.onuncapturederror = ({ error }) => uncaptured.push(error.message);
});
afterAll(() => device.destroy());

/** What the last step writes, with nothing of the engine that measures between the steps. */
async function run({ tensors, steps }: Program): Promise<Float32Array> {
  // All at once: compilation is most of the time.
  for (const { kernel, problem } of steps) {
    const work = workOf({ kernel, problem });
    if (!pipelines.has(work)) pipelines.set(work, compile(device, kernel, problem).pipeline);
  }
  const values = new Map<string, Float32Array>();
  for (const { id, content } of tensors) if (content) values.set(id, content.fill());
  let output = new Float32Array();
  for (const step of steps) {
    const pipeline = await pipelines.get(workOf(step));
    if (!pipeline) throw new Error(`${step.kernel.id} was not compiled`);
    const inputs = step.reads.map((id) => new Float32Array(values.get(id) ?? []));
    output = new Float32Array(await runKernel(device, pipeline, step.kernel, step.problem, inputs));
    values.set(step.writes, output);
  }
  return output;
}

const differenceOf = (values: ArrayLike<number>, others: ArrayLike<number>): number =>
  Array.from(values).reduce((most, value, index) => Math.max(most, Math.abs(value - (others[index] ?? Number.NaN))), 0);

describe.each([...smallStacks, ...otherStacks].map((stack) => ({ id: stack.id, stack })))('$id', ({ stack }) => {
  it('is on the GPU what its layers say, fused and not', { timeout: 120_000 }, async () => {
    const resolved = unwrap(resolveStack(stack, 2));
    const expected = forward(resolved).data;
    const largest = differenceOf(expected, new Float64Array(expected.length));
    const outputs: Float32Array[] = [];
    for (const fused of [false, true]) {
      const program = unwrap(lowerStack(resolved, { fused, adapter: PORTABLE }));
      expect(program.skipped).toEqual([]);
      const output = await run(program);
      expect(output).toHaveLength(expected.length);
      // f32 all the way, WGSL's functions with errors of up to 1e-5 of their own, and a normalisation may amplify both.
      expect(differenceOf(expected, output) / largest).toBeLessThan(1e-4);
      outputs.push(output);
    }
    const [plain = [], fused = []] = outputs;
    expect(differenceOf(plain, fused) / largest).toBeLessThan(1e-4);
    expect(uncaptured).toEqual([]);
  });
});
