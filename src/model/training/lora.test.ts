import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { stackPreset } from '../workload/presets/index.ts';
import { resolveStack } from '../workload/resolve.ts';
import { adapterParameters, adaptersOf } from './lora.ts';
import { trainingMemory, trainingModel } from './memory.ts';
import { PLAIN, transformerStack } from './transformer.fixture.ts';

const preset = (id: string) => {
  const found = stackPreset(id);
  if (!found) throw new Error(id);
  return unwrap(resolveStack(found.build(), 1));
};
const trainedOf = (resolved: ReturnType<typeof preset>, rank: number, targets: readonly string[]) =>
  unwrap(adaptersOf(resolved, { rank, targets })).reduce(
    (total, adapter) => total + adapter.times * adapterParameters(adapter),
    0,
  );

describe('LoRA', () => {
  const gpt3 = transformerStack({ hidden: 12_288, layers: 96, heads: 96, sequence: 2048, batch: 1 });

  it('of rank 4 on q and v of GPT-3 trains 18,874,368 parameters (Hu 2022, table 15)', () => {
    expect(trainedOf(gpt3, 4, ['q', 'v'])).toBe(18_874_368);
    expect(trainedOf(gpt3, 8, ['q'])).toBe(18_874_368);
    expect(trainedOf(gpt3, 2, ['q', 'k', 'v', 'o'])).toBe(18_874_368);
  });

  it('trains r(in + out) a target, at any size and with grouped heads', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 64 }),
        fc.constantFrom(1, 2, 4),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 6 }),
        (rank, kvHeads, headDim, layers) => {
          const hidden = 8 * headDim;
          const stack = transformerStack({ hidden, layers, heads: 8, kvHeads, sequence: 3, batch: 2 });
          const key = kvHeads * headDim;
          expect(trainedOf(stack, rank, ['q', 'v'])).toBe(layers * rank * (hidden + hidden + (hidden + key)));
          expect(trainedOf(stack, rank, ['up', 'down'])).toBe(layers * rank * 2 * (5 * hidden));
        },
      ),
    );
  });

  it('finds queries and values by what attention reads: packed, rotated, and by the names of a model', () => {
    const packed = trainedOf(preset('gpt2'), 4, ['q', 'v']);
    expect(packed).toBe(12 * 2 * 4 * (768 + 768));
    expect(trainedOf(preset('gpt2'), 4, ['c_attn'])).toBe(12 * 4 * (768 + 3 * 768));
    const llama = preset('llama3-8b-prefill');
    const grouped = 32 * 16 * (4096 + 4096 + (4096 + 1024));
    expect(trainedOf(llama, 16, ['q', 'v'])).toBe(grouped);
    expect(trainedOf(llama, 16, ['q_proj', 'v_proj'])).toBe(grouped);
    expect(trainedOf(llama, 16, ['o'])).toBe(trainedOf(llama, 16, ['o_proj']));
  });

  it('counts a target that is named twice once', () => {
    expect(trainedOf(gpt3, 4, ['q', 'q'])).toBe(trainedOf(gpt3, 4, ['q']));
  });

  it('says which targets there are', () => {
    expect(adaptersOf(gpt3, { rank: 4, targets: ['q', 'gate'] })).toEqual({
      ok: false,
      error: 'no linear layer is "gate"; choose from q, k, v, o, query, key, value, out, up, down',
    });
  });

  it('keeps states for the adapters alone, and no inputs of frozen products', () => {
    const settings = {
      ...PLAIN,
      dropout: false,
      recompute: 'selective',
      lora: { rank: 4, targets: ['q', 'v'] },
    } as const;
    const made = { hidden: 64, layers: 5, heads: 4, sequence: 32, batch: 2, algorithm: 'fused' } as const;
    const model = unwrap(trainingModel({ of: 'stack', resolved: transformerStack(made) }, settings));
    const { perDevice, parameters, trained } = unwrap(trainingMemory(model, settings));
    expect(trained).toBe(5 * 2 * 4 * 128);
    expect(perDevice.weights).toBe(2 * parameters);
    expect(perDevice.gradients).toBe(2 * trained);
    expect(perDevice.optimizer).toBe(12 * trained);
    // Of a layer, in elements of tokens × width: what q and v read, Q, K, V and attention's result, what the second norm reads, GELU's argument of
    // four; the first norm's input but in the first layer, before which nothing is trained. Statistics; two adapters' narrow tensors.
    const tokens = 2 * 32;
    const wide = tokens * 64 * (5 * (1 + 3 + 1 + 1 + 4) + 4);
    expect(perDevice.activations).toBe(2 * wide + 5 * (4 * 2 * 4 * 32) + 5 * 2 * (2 * tokens * 4));
  });
});
