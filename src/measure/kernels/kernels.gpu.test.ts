import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '#core/random.ts';
import { kernelById, kernels } from './catalogue.ts';
import { compile, openDevice, refusal, runKernel, seededInputs } from './gpu-harness.ts';
import { type Kernel, type Problem, valueFor } from './kernel.ts';
import { compiledProblems } from './odd-problems.ts';
import { verifyOutput } from './verify.ts';

let device: GPUDevice;
const uncaptured: string[] = [];
beforeAll(async () => {
  device = await openDevice();
  device.onuncapturederror = ({ error }) => uncaptured.push(error.message);
});
afterAll(() => device.destroy());

/** What a kernel may be refused for: a feature that it names, or a workgroup larger than is guaranteed. */
function lacking({ requires, workgroup }: Kernel, problem: Problem): RegExp {
  const named = [...(requires?.features ?? []), ...(requires?.languageFeatures ?? [])];
  const [x, y, z] = valueFor(workgroup, problem);
  if (x * y * z > 256) named.push('maxComputeInvocationsPerWorkgroup');
  return new RegExp(named.join('|') || '(nothing is missing here)');
}

describe.each(kernels.map((kernel) => [kernel.id, kernel] as const))('%s', (_, kernel) => {
  it('compiles without a message and is right on odd sizes, twice with one pipeline', async () => {
    const problems = compiledProblems(kernel);
    // What an adapter cannot run is refused by the name of what it lacks; it is never left out silently.
    const [first = {}] = problems;
    const lacks = refusal(device, kernel, first);
    if (lacks) return expect(lacks).toMatch(lacking(kernel, first));
    // All at once: compilation is most of the time.
    const compiled = problems.map((problem) => ({ problem, ...compile(device, kernel, problem) }));
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

it('compiles another program for every salt, and each is right', async () => {
  const kernel = kernelById('overhead/compile');
  if (!kernel) throw new Error('no overhead/compile');
  const problem = { repeats: 3 };
  const inputs = seededInputs(kernel, problem, 4);
  for (const salt of [1, 2 ** 31 - 1, 2 ** 32 - 1]) {
    const salted: Kernel = { ...kernel, overrides: (of) => ({ ...kernel.overrides(of), SALT: salt }) };
    const output = await runKernel(device, await compile(device, salted, problem).pipeline, kernel, problem, inputs);
    expect(verifyOutput(kernel, problem, inputs, output, seededRandom(4).next), `${salt}`).toMatchObject({ ok: true });
  }
});
