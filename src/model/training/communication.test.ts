import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { bytesPerSecond } from '#core/units.ts';
import { type Trained, type TrainingSettings, trainingMemory, trainingModel } from './memory.ts';
import type { ZeroStage } from './model-states.ts';
import { PLAIN, transformerStack } from './transformer.fixture.ts';

function sentBy(trained: Trained, settings: Partial<TrainingSettings>) {
  const whole = { ...PLAIN, ...settings };
  return unwrap(trainingMemory(unwrap(trainingModel(trained, whole)), whole)).communication;
}
const alone = (parameters: number): Trained => ({ of: 'parameters', parameters, largestLayer: 0 });
const MADE = { hidden: 64, layers: 6, heads: 8, sequence: 32, batch: 3 };
const made: Trained = { of: 'stack', resolved: transformerStack(MADE) };
/** s · b · h. */
const UNIT = 32 * 3 * 64;

describe('communication between replicas', () => {
  it('is 2Ψ, 2Ψ, 2Ψ and 3Ψ elements of two bytes, of which a ring sends (N − 1) / N (Rajbhandari 2020, section 7)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e12 }), fc.integer({ min: 2, max: 1024 }), (psi, devices) => {
        ([0, 1, 2, 3] as readonly ZeroStage[]).forEach((zero) => {
          const { data, tensor, pipeline, total } = sentBy(alone(psi), { zero, devices });
          const volume = (zero === 3 ? 3 : 2) * psi;
          expect(data.elements).toBe(volume);
          expect(data.bytes).toBe(2 * volume);
          expect(data.sent / ((2 * volume * (devices - 1)) / devices)).toBeCloseTo(1, 12);
          expect(tensor.bytes + pipeline.bytes).toBe(0);
          expect(total.bytes).toBe(data.bytes);
        });
      }),
    );
  });

  it('takes what is sent over the link, and no time is told without one', () => {
    const { data, total } = sentBy(alone(1e9), { devices: 4, link: bytesPerSecond(1e11) });
    expect(data.time).toBeCloseTo(((2 * 2e9) / 1e11) * (3 / 4), 12);
    expect(total.time).toBe(data.time);
    expect(sentBy(alone(1e9), { devices: 4 }).total.time).toBeNull();
  });

  it('is none on one device, and of one replica', () => {
    expect(sentBy(alone(1e9), {}).total.bytes).toBe(0);
    expect(sentBy(made, { devices: 8, tensor: 8 }).data.bytes).toBe(0);
  });

  it('is repeated for each micro-batch where devices have no room for all gradients', () => {
    const of = (zero: ZeroStage) => sentBy(alone(1000), { zero, devices: 2, microbatches: 5 }).data.elements;
    expect([of(0), of(1), of(2), of(3)]).toEqual([2000, 2000, 6000, 15_000]);
  });

  it('under LoRA is of the adapters, and with stage 3 of the weights that are gathered', () => {
    const settings = { devices: 2, lora: { rank: 4, targets: ['q', 'v'] } };
    const { parameters, trained } = (() => {
      const whole = { ...PLAIN, ...settings };
      return unwrap(trainingMemory(unwrap(trainingModel(made, whole)), whole));
    })();
    expect(sentBy(made, settings).data.elements).toBe(2 * trained);
    expect(sentBy(made, { ...settings, zero: 3 }).data.elements).toBe(2 * parameters + trained);
  });
});

describe('communication inside a replica', () => {
  it('of tensor parallelism is four sums of s·b·h a layer, six with full recomputation (Shoeybi 2019, section 3)', () => {
    const of = (settings: Partial<TrainingSettings>) => sentBy(made, { devices: 4, tensor: 4, ...settings }).tensor;
    expect(of({}).elements).toBe(6 * 4 * 2 * UNIT);
    expect(of({ sequenceParallel: true }).elements).toBe(6 * 4 * 2 * UNIT);
    expect(of({ recompute: 'selective' }).elements).toBe(6 * 4 * 2 * UNIT);
    expect(of({ recompute: 'full' }).elements).toBe(6 * 6 * 2 * UNIT);
    expect(of({ microbatches: 7 }).elements).toBe(7 * 6 * 4 * 2 * UNIT);
    expect(of({ devices: 8, pipeline: 2 }).elements).toBe(3 * 4 * 2 * UNIT);
    expect(of({}).sent).toBe((of({}).bytes * 3) / 4);
  });

  it('of a pipeline is the output on and its gradient back, for each micro-batch', () => {
    const { pipeline } = sentBy(made, { devices: 3, pipeline: 3, microbatches: 5 });
    expect(pipeline.elements).toBe(2 * 5 * UNIT);
    expect(pipeline.sent).toBe(pipeline.bytes);
  });
});
