import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { stackPresets } from '../workload/presets/index.ts';
import { resolveStack } from '../workload/resolve.ts';
import { RECOMPUTATIONS, recomputedFlop } from './activations.ts';
import { type TrainingSettings, trainingMemory, trainingModel } from './memory.ts';
import { type Made, PLAIN, transformerStack } from './transformer.fixture.ts';
import { transformerActivations, transformerIn } from './transformer.ts';

function memoryOf(made: Made, settings: Partial<TrainingSettings>) {
  const whole = { ...PLAIN, ...settings };
  const model = unwrap(trainingModel({ of: 'stack', resolved: transformerStack(made) }, whole));
  return unwrap(trainingMemory(model, whole));
}
const activationsOf = (made: Made, settings: Partial<TrainingSettings> = {}) =>
  memoryOf(made, settings).perDevice.activations;

const arbitraryMade = fc
  .record({
    heads: fc.constantFrom(8, 16, 24, 40),
    headDim: fc.integer({ min: 1, max: 40 }),
    layers: fc.integer({ min: 1, max: 9 }),
    sequence: fc.integer({ min: 1, max: 300 }),
    batch: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ heads, headDim, ...rest }): Made => ({ heads, hidden: heads * headDim, ...rest }));

describe('activations of a transformer', () => {
  it("are Korthikanti's, tensor by tensor, at any size and however they are spread", () => {
    fc.assert(
      fc.property(
        arbitraryMade,
        fc.constantFrom(1, 2, 4, 8),
        fc.boolean(),
        fc.constantFrom(...RECOMPUTATIONS),
        (made, tensor, sequenceParallel, recompute) => {
          const spread = { tensor, sequenceParallel, recompute };
          const counted = activationsOf(made, { ...spread, devices: tensor });
          expect(counted).toBeCloseTo(transformerActivations(made, spread), 3);
        },
      ),
    );
  });

  it('of the 22B model and GPT-3 are those of table 2 of Korthikanti 2022', () => {
    const published = [
      { hidden: 6144, layers: 48, heads: 64, batch: 4 },
      { hidden: 12_288, layers: 96, heads: 96, batch: 1 },
    ];
    for (const model of published) {
      const made = { ...model, sequence: 2048 };
      const unit = 2048 * model.batch * model.hidden * model.layers;
      const scores = (5 * model.heads * 2048) / model.hidden;
      const spread = { devices: 8, tensor: 8 };
      expect(activationsOf(made)).toBeCloseTo(unit * (34 + scores), 3);
      expect(activationsOf(made, spread)).toBeCloseTo(unit * (10 + 24 / 8 + scores / 8), 3);
      expect(activationsOf(made, { ...spread, sequenceParallel: true })).toBeCloseTo((unit * (34 + scores)) / 8, 3);
      expect(activationsOf(made, { ...spread, recompute: 'selective' })).toBeCloseTo(unit * (10 + 24 / 8));
      expect(activationsOf(made, { recompute: 'full' })).toBeCloseTo(unit * 2);
    }
    // GPT-3: 5as/h = 80, so that selective recomputation saves 70 %.
    const gpt3 = { hidden: 12_288, layers: 96, heads: 96, batch: 1, sequence: 2048 };
    expect(1 - activationsOf(gpt3, { recompute: 'selective' }) / activationsOf(gpt3)).toBeCloseTo(0.7, 2);
  });

  it("of StarCoder's shape, whose heads share one key and value head, are 206 GiB", () => {
    const starcoder = { hidden: 6144, layers: 40, heads: 48, kvHeads: 1, sequence: 2048, batch: 4 };
    expect(activationsOf(starcoder) / 2 ** 30).toBeCloseTo(206, 0);
  });

  it('without dropout lack two masks in the residual stream and three fifths of the scores', () => {
    const made = { hidden: 96, layers: 3, heads: 4, sequence: 50, batch: 2 };
    const unit = 50 * 2 * 96 * 3;
    expect(activationsOf(made, { dropout: false })).toBeCloseTo(unit * (32 + (2 * 4 * 50) / 96), 3);
    expect(activationsOf(made, { dropout: false, recompute: 'selective' })).toBeCloseTo(unit * 32);
  });

  it('of attention in tiles have a statistic of each row instead of its scores', () => {
    const made = { hidden: 96, layers: 3, heads: 4, sequence: 50, batch: 2, algorithm: 'fused' } as const;
    const tiled = memoryOf(made, { dropout: false, recompute: 'selective' });
    expect(tiled.perDevice.activations).toBe(3 * (50 * 2 * 96 * 32 + 4 * 2 * 4 * 50));
    expect(tiled.workspace).toBe(0);
    const written = memoryOf({ ...made, algorithm: 'standard' }, { dropout: false, recompute: 'selective' });
    expect(written.workspace).toBe(2 * 2 * 4 * 50 * 50);
  });

  it('are the same with the group written out', () => {
    fc.assert(
      fc.property(arbitraryMade, fc.constantFrom(...RECOMPUTATIONS), (made, recompute) => {
        const one = activationsOf({ ...made, layers: 1 }, { recompute });
        expect(activationsOf(made, { recompute })).toBeCloseTo(made.layers * one, 3);
      }),
    );
  });

  it('in a pipeline: the first stage holds a micro-batch for each stage, of its share of the layers', () => {
    const made = { hidden: 64, layers: 8, heads: 4, sequence: 32, batch: 1 };
    const whole = activationsOf(made);
    const at = (microbatches: number) => activationsOf(made, { devices: 4, pipeline: 4, microbatches });
    expect(at(1)).toBe(whole / 4);
    expect(at(3)).toBe((whole * 3) / 4);
    expect(at(4)).toBe(whole);
    expect(at(50)).toBe(whole);
  });
});

describe('activations of any stack', () => {
  const resolvedOf = (id: string, batch: number) => {
    const preset = stackPresets.find((each) => each.id === id);
    if (!preset) throw new Error(id);
    return unwrap(resolveStack(preset.build(), batch));
  };
  const plain = { ...PLAIN, dropout: false };
  const kept = (id: string, batch: number, settings: Partial<TrainingSettings> = {}) => {
    const whole = { ...plain, ...settings };
    return unwrap(
      trainingMemory(unwrap(trainingModel({ of: 'stack', resolved: resolvedOf(id, batch) }, whole)), whole),
    );
  };

  it('of LeNet-5, counted by hand in f32: what products read, what functions read, what pooling does not', () => {
    const { layers } = resolvedOf('lenet5', 1);
    const read = new Set<string>();
    let elements = 0;
    for (const { ops, producers, inputElements } of layers) {
      const kinds = ops.map((op) => (op.op === 'reduce' ? op.computes?.name : op.op));
      const needs = kinds.some(
        (kind) => kind === 'convolution' || kind === 'matmul' || kind === 'map' || kind === 'max-pool',
      );
      // A view has its producer's elements: the same number, counted once.
      const key =
        layers.find(({ path, ops: own }) => path === producers[0] && own.length === 0)?.producers[0] ??
        producers[0] ??
        '';
      if (!needs || read.has(key)) continue;
      read.add(key);
      elements += inputElements;
    }
    expect(elements).toBeGreaterThan(0);
    expect(kept('lenet5', 1, { precision: 'f32' }).perDevice.activations).toBe(4 * elements);
  });

  it('are in proportion to the batch, never more with recomputation, and sum over the layers', () => {
    for (const { id } of stackPresets) {
      const one = kept(id, 1);
      expect(kept(id, 3).perDevice.activations, id).toBeCloseTo(3 * one.perDevice.activations, 3);
      const sum = one.activationsByLayer.reduce((total, size) => total + size, 0);
      expect(sum, id).toBeCloseTo(one.perDevice.activations, 3);
      const [none = 0, selective = 0, full = 0] = RECOMPUTATIONS.map(
        (recompute) => kept(id, 1, { recompute }).perDevice.activations,
      );
      expect(selective, id).toBeLessThanOrEqual(none);
      expect(full, id).toBeLessThanOrEqual(selective);
    }
  });

  it('make again what they do not keep', () => {
    const made = { hidden: 12_288, layers: 96, heads: 96, sequence: 2048, batch: 1 };
    const stack = transformerStack(made);
    const forward = stack.layers.reduce((total, { flop, times }) => total + flop * times, 0);
    expect(recomputedFlop(stack, 'none')).toBe(0);
    expect(recomputedFlop(stack, 'full')).toBe(forward);
    // QKᵀ again is s / 6h of half of attention's two products, and softmax is little beside it.
    expect(recomputedFlop(stack, 'selective') / (2 * 96 * 2048 ** 2 * 12_288)).toBeCloseTo(1, 1);
  });

  it('know a transformer when they see one', () => {
    expect(transformerIn(resolvedOf('gpt2', 2))).toEqual({
      hidden: 768,
      layers: 12,
      heads: 12,
      sequence: 1024,
      batch: 2,
    });
    expect(transformerIn(resolvedOf('resnet50', 1))).toBeNull();
    expect(transformerIn(resolvedOf('llama3-8b-decode', 1))).toBeNull();
  });
});
