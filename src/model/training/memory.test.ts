import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { bytes } from '#core/units.ts';
import { stackPreset } from '../workload/presets/index.ts';
import { resolveStack } from '../workload/resolve.ts';
import { isWithin, largestThat } from './largest.ts';
import { type Trained, type TrainingSettings, trainingMemory, trainingModel } from './memory.ts';
import { PLAIN, transformerStack } from './transformer.fixture.ts';
import { keyValueCache } from './transformer.ts';

function memoryOf(trained: Trained, settings: Partial<TrainingSettings>) {
  const whole = { ...PLAIN, ...settings };
  const model = trainingModel(trained, whole);
  return model.ok ? trainingMemory(model.value, whole) : model;
}
const stackOf = (id: string, batch = 1): Trained => {
  const found = stackPreset(id);
  if (!found) throw new Error(id);
  return { of: 'stack', resolved: unwrap(resolveStack(found.build(), batch)) };
};

describe('training memory', () => {
  it('of parameters alone has no activations and no cache', () => {
    const { perDevice } = unwrap(
      memoryOf({ of: 'parameters', parameters: 7.5e9, largestLayer: 0 }, { devices: 64, zero: 2 }),
    );
    expect(perDevice).toEqual({
      weights: 15e9,
      gradients: 15e9 / 64,
      optimizer: 90e9 / 64,
      activations: 0,
      kv: 0,
      total: 16.640625e9,
    });
  });

  it('is the sum of its parts, whatever is trained', () => {
    for (const id of ['lenet5', 'resnet50', 'gpt2', 'llama3-8b-prefill'])
      for (const settings of [{}, { devices: 8, zero: 3 }, { devices: 4, tensor: 2, recompute: 'full' }] as const) {
        const { perDevice } = unwrap(memoryOf(stackOf(id), settings));
        const { total, ...parts } = perDevice;
        expect(total).toBe(Object.values(parts).reduce((sum, part) => sum + part, 0));
      }
  });

  it('of a stack counts its buffers among the weights, without gradient or state', () => {
    const { perDevice, parameters, trained } = unwrap(memoryOf(stackOf('resnet50'), {}));
    expect(trained).toBe(25_557_032);
    expect(parameters - trained).toBe(2 * 26_560);
    expect(perDevice.weights).toBe(2 * parameters);
    expect(perDevice.optimizer).toBe(12 * trained);
  });

  it('of Adafactor is a sum for rows and columns of each matrix of the stack', () => {
    const made: Trained = {
      of: 'stack',
      resolved: transformerStack({ hidden: 64, layers: 3, heads: 4, sequence: 8, batch: 1 }),
    };
    const { perDevice } = unwrap(memoryOf(made, { optimizer: 'adafactor', precision: 'mixed-no-master' }));
    const vectors = 2 * 2 * 64 + (4 * 64 + 4 * 64 + 64);
    const matrices = 4 * (64 + 64) + 2 * (64 + 256);
    expect(perDevice.optimizer).toBe(4 * 3 * (vectors + matrices));
  });

  it('has the KV cache that the stack keeps, of key and value heads, spread by them', () => {
    const llama = stackOf('llama3-8b-prefill', 3);
    const kv = (settings: Partial<TrainingSettings>) => unwrap(memoryOf(llama, settings)).perDevice.kv;
    const whole = keyValueCache(32, 8, 128, 3, 2048, 2);
    expect(kv({})).toBe(whole);
    expect(kv({ devices: 4, tensor: 4 })).toBe(whole / 4);
    // Eight heads for sixteen devices: pairs of them hold the same.
    expect(kv({ devices: 16, tensor: 16 })).toBe(whole / 8);
    expect(kv({ devices: 2, pipeline: 2 })).toBe(whole / 2);
  });

  it('says what cannot be', () => {
    const alone: Trained = { of: 'parameters', parameters: 1e9, largestLayer: 0 };
    const faultOf = (trained: Trained, settings: Partial<TrainingSettings>) => {
      const memory = memoryOf(trained, settings);
      return memory.ok ? null : memory.error.field;
    };
    expect(faultOf(alone, { optimizer: 'adafactor' })).toBe('optimizer');
    expect(faultOf(alone, { lora: { rank: 1, targets: ['q'] } })).toBe('lora-rank');
    expect(faultOf(alone, { devices: 6, tensor: 4 })).toBe('devices');
    expect(faultOf(alone, { offload: 'all', zero: 2 })).toBe('offload');
    expect(faultOf(stackOf('gpt2'), { devices: 8, tensor: 8 })).toBe('tensor');
    expect(faultOf(stackOf('gpt2'), { lora: { rank: 1, targets: ['gate'] } })).toBe('lora-targets');
  });
});

describe('the largest that fits', () => {
  it('fits, and one more does not', () => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.nat(1e9), (limit, most) => {
        const found = largestThat((value) => value <= limit, most);
        expect(found).toBe(Math.min(limit, most));
      }),
    );
  });

  it('of a stack: batch by batch as by halving', () => {
    const settings = { ...PLAIN, recompute: 'full' } as const;
    const fits = (memory: number) => (batch: number) => {
      const made = transformerStack({ hidden: 64, layers: 4, heads: 4, sequence: 32, batch });
      const { perDevice, workspace } = unwrap(memoryOf({ of: 'stack', resolved: made }, settings));
      return isWithin(perDevice.total, workspace, bytes(memory));
    };
    for (const memory of [1e6, 4e6, 7e6, 12e6]) {
      let counted = 0;
      while (fits(memory)(counted + 1)) counted++;
      expect(largestThat(fits(memory), 65_536)).toBe(counted);
    }
  });

  it('of parameters is what the formula turned round says', () => {
    const memory = 80e9;
    const most = largestThat((parameters) => {
      const { perDevice } = unwrap(
        memoryOf({ of: 'parameters', parameters, largestLayer: 0 }, { devices: 16, zero: 1 }),
      );
      return isWithin(perDevice.total, 0, bytes(memory));
    }, 2 ** 50);
    expect(most).toBe(Math.floor(memory / (4 + 12 / 16)));
  });
});
