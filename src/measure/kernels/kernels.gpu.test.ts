import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '#core/random.ts';
import { kernelById, kernels } from './catalogue.ts';
import { compile, openDevice, runKernel, seededInputs } from './gpu-harness.ts';
import { oddProblems } from './odd-problems.ts';
import { verifyOutput } from './verify.ts';

let device: GPUDevice;
const uncaptured: string[] = [];
beforeAll(async () => {
  device = await openDevice();
  device.onuncapturederror = ({ error }) => uncaptured.push(error.message);
});
afterAll(() => device.destroy());

describe.each(kernels.map((kernel) => [kernel.id, kernel] as const))('%s', (_, kernel) => {
  it('compiles without a message and is right on odd sizes, twice with one pipeline', async () => {
    // All at once: compilation is most of the time.
    const compiled = oddProblems(kernel).map((problem) => ({ problem, ...compile(device, kernel, problem) }));
    for (const { problem, module, pipeline } of compiled) {
      const { messages } = await module.getCompilationInfo();
      expect(messages.map(({ message }) => message)).toEqual([]);
      for (const seed of [1, 2]) {
        const inputs = seededInputs(kernel, problem, seed);
        const output = await runKernel(device, await pipeline, kernel, problem, inputs);
        const verdict = verifyOutput(
          kernel,
          problem,
          inputs,
          output,
          seededRandom(seed).next,
          Number.POSITIVE_INFINITY,
        );
        expect(verdict, JSON.stringify(problem)).toMatchObject({ ok: true });
      }
    }
    expect(uncaptured).toEqual([]);
  });
});

it('reaches every workgroup where they are folded into two dimensions', async () => {
  const kernel = kernelById('memory/read');
  if (!kernel) throw new Error('no memory/read');
  const problem = { elements: 5, rounds: 65_536 };
  expect(kernel.workgroups(problem)).toEqual([32_768, 2, 1]);
  const inputs = seededInputs(kernel, problem, 3);
  const output = await runKernel(device, await compile(device, kernel, problem).pipeline, kernel, problem, inputs);
  expect(verifyOutput(kernel, problem, inputs, output, seededRandom(3).next)).toMatchObject({ ok: true });
});
