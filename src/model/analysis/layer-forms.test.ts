import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { machinePreset } from '../machine/presets/index.ts';
import { stackPreset } from '../workload/presets/index.ts';
import { resolveStack } from '../workload/resolve.ts';
import { analyze } from './analyze.ts';
import { layerForms } from './layer-forms.ts';
import { chooseUnit } from './unit.ts';

const machine = machinePreset('h100-sxm') ?? expect.unreachable();
const settings = { batch: 1, format: 'f16', overlap: 'double-buffered', residency: 'cold' } as const;

describe('forms of the weights of a layer', () => {
  it('start from the traffic that analyze has, and change it by the bytes of the weights alone', () => {
    const resolved = unwrap(resolveStack(stackPreset('vgg16')?.build({}) ?? expect.unreachable(), 1));
    const chosen = unwrap(chooseUnit(machine, 'f16'));
    const { layers } = unwrap(analyze(resolved, machine, settings));
    let compared = 0;
    for (const { layer, boundaries } of layers) {
      const rows = layerForms(layer, chosen, settings, 0.25);
      const [dense, ...others] = rows;
      if (!dense) continue;
      compared++;
      const far = boundaries.at(-1);
      // A bias is no part of the matrix.
      const bias = 2 * layer.weightElements - dense.weights;
      expect(dense.traffic + bias).toBeCloseTo((far?.read ?? 0) + (far?.written ?? 0), 3);
      for (const { weights, traffic } of others) {
        // Weights that cross once change the traffic by what they save, and never more often than that asks for.
        expect(Math.sign(dense.traffic - traffic)).toBe(Math.sign(dense.weights - weights));
        expect(Math.abs(dense.traffic - traffic)).toBeGreaterThanOrEqual(Math.abs(dense.weights - weights) - 1e-3);
      }
    }
    expect(compared).toBe(16);
  });

  it('are none where a layer has no weights', () => {
    const resolved = unwrap(resolveStack(stackPreset('vgg16')?.build({}) ?? expect.unreachable(), 1));
    const relu = resolved.layers.find(({ weightElements }) => weightElements === 0) ?? expect.unreachable();
    expect(layerForms(relu, unwrap(chooseUnit(machine, 'f16')), settings, 0.5)).toEqual([]);
  });
});
