import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { machinePresets } from '../machine/presets/index.ts';
import { stackPreset } from '../workload/presets/index.ts';
import { resolveStack } from '../workload/resolve.ts';
import { analyze } from './analyze.ts';
import { metricsOf } from './metrics.ts';
import { COLD, linearStack, machineOf, type TierSketch, type UnitSketch } from './resolved.fixture.ts';

/** A product of 4 × 6 × 5 without an operand store: every operation fetches both operands, and nothing is kept. */
const run = (tiers: readonly TierSketch[], unit: UnitSketch = {}) =>
  unwrap(analyze(linearStack(4, 6, 5), machineOf(tiers, unit), COLD));
const NEAR = { id: 'near', capacity: 2 ** 20, bandwidth: 1e12, energy: 1e-12 };
const FAR = { id: 'far', bandwidth: 1e11, energy: 10e-12 };

describe('the three headline metrics', () => {
  it('are useful over moved bytes, achieved over peak FLOP/s, and FLOP/J', () => {
    const analysis = run([NEAR, FAR], { peak: 1e12, energy: 1e-12 });
    const { layers, total } = metricsOf(analysis);
    const [metrics] = layers;
    const [near, far] = analysis.layers[0]?.boundaries ?? [];
    if (!metrics || !near || !far) throw new Error('no layer');
    const compulsory = 4 * (4 * 5 + 5 * 6 + 4 * 6);
    expect(near.read + near.written).toBeGreaterThan(compulsory);
    expect(metrics.memoryEfficiencyByTier).toEqual([
      { tier: 'near', efficiency: compulsory / (near.read + near.written) },
      { tier: 'far', efficiency: 1 },
    ]);
    expect(metrics).toMatchObject({ boundary: 'far', memoryEfficiency: 1 });

    const time = analysis.layers[0]?.time ?? 0;
    expect(metrics.computeEfficiency).toBeCloseTo(240 / time / 1e12, 12);
    const joules = 240e-12 + (near.read + near.written) * 8e-12 + (far.read + far.written) * 80e-12;
    expect(metrics.energyEfficiency).toBeCloseTo(240 / joules, 0);
    const parts = metrics.energyParts.map(({ energy }) => energy ?? Number.NaN);
    expect(parts.reduce((sum, part) => sum + part, 0) / joules).toBeCloseTo(1, 12);
    expect(metrics.energyParts.map(({ part }) => part)).toEqual(['near', 'far', 'compute']);
    // A stack of one layer is that layer.
    expect(total).toEqual(metrics);
  });

  it('are unknown where a figure that they need is', () => {
    const [metrics] = metricsOf(run([NEAR, { ...FAR, bandwidth: 1e11 }], { peak: null })).layers;
    expect(metrics).toMatchObject({ computeEfficiency: null, energyEfficiency: null, memoryEfficiency: 1 });
    // What is known of the energy stays beside what is not.
    expect(metrics?.energyParts.map(({ energy }) => energy === null)).toEqual([false, false, true]);
  });

  it('of any stack on any machine are shares, and its energy is the sum of its parts', () => {
    for (const machine of machinePresets)
      for (const id of ['lenet5', 'mobilenet-v2', 'gpt2']) {
        const stack = stackPreset(id)?.build({});
        if (!stack) throw new Error(id);
        const analysis = analyze(unwrap(resolveStack(stack, 1)), machine, {
          batch: 1,
          format: 'f32',
          overlap: 'double-buffered',
          residency: 'cold',
        });
        if (!analysis.ok) continue;
        const { layers, total } = metricsOf(analysis.value);
        for (const { memoryEfficiencyByTier, computeEfficiency } of [...layers, total]) {
          for (const { efficiency } of memoryEfficiencyByTier) {
            expect(efficiency ?? 1).toBeGreaterThan(0);
            expect(efficiency ?? 1).toBeLessThanOrEqual(1);
          }
          expect(computeEfficiency ?? 0).toBeGreaterThanOrEqual(0);
          expect(computeEfficiency ?? 0).toBeLessThanOrEqual(1 + 1e-9);
        }
        const { energy } = analysis.value.totals;
        if (energy === null) continue;
        const parts = total.energyParts.reduce((sum, part) => sum + (part.energy ?? Number.NaN), 0);
        expect(parts / energy).toBeCloseTo(1, 9);
      }
  });
});
