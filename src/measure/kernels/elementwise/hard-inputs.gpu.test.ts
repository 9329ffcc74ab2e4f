import { afterAll, beforeAll, expect, it } from 'vitest';
import { seededRandom } from '#core/random.ts';
import { kernelById } from '../catalogue.ts';
import { compile, openDevice, runKernel } from '../gpu-harness.ts';
import type { Problem } from '../kernel.ts';
import { verifyOutput } from '../verify.ts';

let device: GPUDevice;
beforeAll(async () => {
  device = await openDevice();
});
afterAll(() => device.destroy());

type Make = (random: () => number, index: number) => number;

/** Runs a kernel on made inputs and judges all of its output. */
async function verdict(id: string, problem: Problem, ...makes: readonly (Make | Float32Array<ArrayBuffer>)[]) {
  const kernel = kernelById(`elementwise/${id}`);
  if (!kernel) throw new Error(`no kernel elementwise/${id}`);
  const { next } = seededRandom(17);
  const reads = kernel.bindings.filter(({ access }) => access === 'read');
  const inputs = reads.map(({ elements }, read) => {
    const make = makes[read] ?? (() => 2 * next() - 1);
    return make instanceof Float32Array
      ? make
      : Float32Array.from({ length: elements(problem) }, (_, index) => make(next, index));
  });
  const output = await runKernel(device, await compile(device, kernel, problem).pipeline, kernel, problem, inputs);
  return verifyOutput(kernel, problem, inputs, output, next, Number.POSITIVE_INFINITY);
}

it('normalises rows whose mean is far from nought, and rows whose first element is far from the rest', async () => {
  const shape = { rows: 3, columns: 300, rms: 0 };
  const far: Make = (random) => 1000 + random();
  const outlier: Make = (random, index) => (index % 300 === 0 ? 1000 : random());
  for (const make of [far, outlier]) expect(await verdict('layer-norm', shape, make)).toMatchObject({ ok: true });
  expect(await verdict('layer-norm', { ...shape, rms: 1 }, far)).toMatchObject({ ok: true });
  expect(await verdict('group-norm', { batch: 1, groups: 2, groupChannels: 3, inner: 65 }, far)).toMatchObject({
    ok: true,
  });
  expect(await verdict('layer-norm', shape, () => 7)).toMatchObject({ ok: true });
});

it('makes probabilities of scores that no exponential holds', async () => {
  for (const inner of [1, 5])
    expect(await verdict('softmax', { outer: 3, extent: 70, inner }, (random) => 400 * random() - 200)).toMatchObject({
      ok: true,
    });
});

it('activates numbers far from nought', async () => {
  for (let activation = 0; activation < 9; activation++)
    expect(
      await verdict('activation', { elements: 99, activation }, (random) => (random() - 0.5) * 10 ** (8 * random())),
      `${activation}`,
    ).toMatchObject({ ok: true });
});

it('takes the last row for ids past the table', async () => {
  const ids = new Float32Array(Uint32Array.of(4, 5, 2 ** 32 - 1, 0).buffer);
  expect(await verdict('gather', { rows: 4, width: 33, tableRows: 5 }, ids)).toMatchObject({ ok: true });
});
