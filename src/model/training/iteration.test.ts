import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { iterationOf } from './iteration.ts';
import { type TrainingSettings, trainingMemory, trainingModel } from './memory.ts';
import { PLAIN, transformerStack } from './transformer.fixture.ts';

const MADE = { hidden: 64, layers: 5, heads: 4, sequence: 32, batch: 2 };

function played(settings: Partial<TrainingSettings> = {}) {
  const whole = { ...PLAIN, ...settings };
  const model = unwrap(trainingModel({ of: 'stack', resolved: transformerStack(MADE) }, whole));
  const memory = unwrap(trainingMemory(model, whole));
  const iteration = iterationOf(model, whole, memory);
  if (!iteration) throw new Error('no iteration');
  return { ...iteration, ...memory };
}

describe('memory through an iteration', () => {
  it('goes forward through every occurrence, backward the same way, and updates', () => {
    const { steps } = played();
    const forward = steps.filter(({ phase }) => phase === 'forward');
    expect(forward).toHaveLength(5 * 12);
    expect(steps.filter(({ phase }) => phase === 'backward').map(({ row, occurrence }) => [row, occurrence])).toEqual(
      forward.map(({ row, occurrence }) => [row, occurrence]).reverse(),
    );
    expect(steps.at(-1)).toEqual({ phase: 'update', row: null, occurrence: 0 });
  });

  it('holds all activations and no gradient when the forward pass ends, and all gradients in the update', () => {
    const { memory, perDevice } = played();
    const still = perDevice.weights + perDevice.optimizer;
    expect(memory[59]).toBeCloseTo(still + perDevice.activations, 3);
    expect(memory.at(-1)).toBeCloseTo(still + perDevice.gradients, 3);
  });

  it('never holds more than the parts add up to, and less at its peak, as gradients come when activations go', () => {
    const { peak, perDevice } = played();
    expect(peak).toBeLessThan(perDevice.total);
    expect(peak).toBeGreaterThan(perDevice.total - perDevice.gradients);
  });

  it('has the gradients of earlier micro-batches from the start', () => {
    const { memory, perDevice, peak } = played({ microbatches: 3 });
    expect(peak).toBeCloseTo(perDevice.total, 3);
    expect(memory[0]).toBeGreaterThan(perDevice.weights + perDevice.optimizer + perDevice.gradients - 1);
  });

  it('takes the workspace while layers are made again', () => {
    const { memory, perDevice, workspace } = played({ recompute: 'full' });
    expect(workspace).toBeGreaterThan(0);
    const turn = memory[60] ?? 0;
    expect(turn - (memory[59] ?? 0)).toBeGreaterThanOrEqual(workspace);
    expect(memory.at(-1)).toBeCloseTo(perDevice.weights + perDevice.optimizer + perDevice.gradients, 3);
  });

  it('under LoRA has gradients where adapters are, and is none of parameters alone', () => {
    const { memory, steps, perDevice } = played({ lora: { rank: 4, targets: ['q'] } });
    expect(memory.at(-1)).toBeCloseTo(perDevice.weights + perDevice.optimizer + perDevice.gradients, 3);
    expect(steps).toHaveLength(2 * 60 + 1);
    const alone = unwrap(trainingModel({ of: 'parameters', parameters: 10, largestLayer: 0 }, PLAIN));
    expect(iterationOf(alone, PLAIN, unwrap(trainingMemory(alone, PLAIN)))).toBeNull();
  });
});
