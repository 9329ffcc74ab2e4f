import { afterEach, describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { kernels } from '../kernels/catalogue.ts';
import type { Kernel } from '../kernels/kernel.ts';
import type { MeasureRequest } from '../runner.ts';
import { WANTED_FEATURES } from './device.ts';
import { kernelOf, never } from './faulty-gpu.fixture.ts';
import type { GpuRunner } from './gpu-runner.ts';
import { openGpuRunner } from './open-gpu.ts';

const opened: GpuRunner[] = [];
afterEach(() => {
  for (const runner of opened.splice(0)) runner.close();
});
async function open(gpu: GPU = navigator.gpu): Promise<GpuRunner> {
  const runner = unwrap(await openGpuRunner({ gpu })(never));
  opened.push(runner);
  return runner;
}
const copy = () => kernelOf('memory/copy');
const request = (over: Partial<MeasureRequest<Kernel>> = {}): MeasureRequest<Kernel> => ({
  kernel: copy(),
  problem: { elements: 4096 },
  role: 'sweep',
  pairs: 3,
  passSeconds: 0.002,
  budgetSeconds: 10,
  ...over,
});

describe('an input with content of its own', () => {
  it('is what the kernel reads and what its reference is given, filled once for all that share its key', async () => {
    let filled = 0;
    const seen: Float32Array[] = [];
    const original = copy();
    const counted: Kernel = {
      ...original,
      bindings: original.bindings.map((binding) =>
        binding.access === 'write'
          ? binding
          : {
              ...binding,
              content: {
                key: ({ elements }) => `count to ${elements}`,
                fill: (problem) => {
                  filled++;
                  return Float32Array.from({ length: binding.elements(problem) }, (_, i) => i);
                },
              },
            },
      ),
      reference: (problem, inputs) => {
        seen.push(...inputs);
        return original.reference(problem, inputs);
      },
    };
    const runner = await open();
    unwrap(await runner.measure(request({ kernel: counted }), never));
    unwrap(await runner.measure(request({ kernel: counted }), never));
    expect(filled).toBe(1);
    expect(seen[0]?.slice(0, 3)).toEqual(new Float32Array([0, 1, 2]));
    runner.close();
    expect(runner.liveBuffers).toBe(0);
  });

  it('is written whole where it takes many pieces', async () => {
    const original = copy();
    const elements = 5 * 2 ** 20 + 3;
    const large: Kernel = {
      ...original,
      bindings: original.bindings.map((binding) =>
        binding.access === 'write'
          ? binding
          : {
              ...binding,
              content: {
                key: () => 'large',
                fill: (problem) => Float32Array.from({ length: binding.elements(problem) }, (_, i) => i % 8191),
              },
            },
      ),
    };
    const runner = await open();
    unwrap(await runner.measure(request({ kernel: large, problem: { elements } }), never));
  });
});

describe('rotation', () => {
  it('takes sets in turn with inputs of their own, and checks the output of each', async () => {
    const runner = await open();
    const inputs: Float32Array[] = [];
    const original = copy();
    const kernel: Kernel = {
      ...original,
      reference: (problem, given) => {
        inputs.push(...given);
        return original.reference(problem, given);
      },
    };
    const one = unwrap(await runner.measure(request({ kernel }), never));
    const live = runner.liveBuffers;
    inputs.length = 0;
    const three = unwrap(await runner.measure(request({ kernel, rotation: 3 }), never));
    expect(three.verified.rows).toBe(3 * one.verified.rows);
    expect(new Set(inputs.map((values) => values[0])).size).toBe(3);
    // Two more inputs are kept; the outputs are gone.
    expect(runner.liveBuffers).toBe(live + 2);
  });

  it('finds a set whose output is wrong', async () => {
    const runner = await open();
    const original = copy();
    let references = 0;
    const kernel: Kernel = {
      ...original,
      reference: (problem, inputs) => {
        const last = references++ % 3 === 2;
        return original.reference(problem, last ? inputs.map((values) => values.map((value) => value + 1)) : inputs);
      },
    };
    expect(await runner.measure(request({ kernel, rotation: 3 }), never)).toMatchObject({
      ok: false,
      error: { kind: 'wrong-result' },
    });
  });
});

describe('what a kernel needs', () => {
  it('is refused by name before anything is compiled where the adapter lacks it', async () => {
    const runner = await open();
    const broken = { ...copy(), source: 'this does not compile' };
    const needs = (requires: NonNullable<Kernel['requires']>) =>
      runner.measure(request({ kernel: { ...broken, requires } }), never);
    const feature = await needs({ features: ['no-such-feature'] });
    expect(feature).toMatchObject({ ok: false, error: { kind: 'unsupported' } });
    expect(!feature.ok && feature.error.message).toContain('no-such-feature');
    const language = await needs({ languageFeatures: ['no_such_language'] });
    expect(!language.ok && language.error.message).toContain('no_such_language');
    expect(await runner.prepare([request({ kernel: { ...broken, requires: { features: ['none'] } } })], never)).toEqual(
      {
        ok: true,
        value: undefined,
      },
    );
  });

  it('is asked of the device for every kernel of the catalogue, and language features are recorded', async () => {
    for (const { requires } of kernels)
      for (const feature of requires?.features ?? []) expect(WANTED_FEATURES).toContain(feature);
    const runner = await open();
    expect(runner.adapter.languageFeatures).toEqual([...navigator.gpu.wgslLanguageFeatures].sort());
  });
});
