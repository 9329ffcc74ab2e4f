import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { machinePresets } from '../../machine/presets/index.ts';
import { stackPreset } from '../../workload/presets/index.ts';
import { resolveStack } from '../../workload/resolve.ts';
import { chooseUnit } from '../unit.ts';
import { layerTilings } from './layer-tilings.ts';

describe('the tilings of real layers', { timeout: 120_000 }, () => {
  it.each(['resnet50', 'mobilenet-v2', 'gpt2'])(
    'of %s never move more than the closed form, nor less than must move',
    (id) => {
      const stack = stackPreset(id)?.build({}) ?? expect.unreachable(id);
      const { layers } = unwrap(resolveStack(stack, 2));
      let less = 0;
      for (const machine of machinePresets.slice(0, 3)) {
        const chosen = chooseUnit(machine, 'f32');
        if (!chosen.ok) continue;
        for (const layer of layers) {
          let before = Number.POSITIVE_INFINITY;
          for (const tiling of layerTilings(layer, chosen.value, { overlap: 'double-buffered', format: 'f32' })) {
            const { moved, closedForm, compulsory, room, loops } = tiling;
            if (tiling.memory === null) before = Number.POSITIVE_INFINITY;
            expect(moved).toBeLessThanOrEqual(closedForm);
            expect(moved).toBeGreaterThanOrEqual(compulsory);
            expect(moved).toBeLessThanOrEqual(before);
            before = moved;
            if (moved < closedForm) less++;
            expect(room).toBeGreaterThanOrEqual(0);
            for (const { extent, tile } of loops) expect(tile >= 1 && tile <= extent).toBe(true);
          }
        }
      }
      // The closed form of a product is exact or next to it; that of a convolution tries a handful of windows.
      expect(less > 0).toBe(id !== 'gpt2');
    },
  );
});
