import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { resolveStack } from '../resolve.ts';
import { stackTotals } from '../totals.ts';
import { stackPreset } from './index.ts';

/** torchvision's `_ops` and `num_params`; the rest by the formulas beside each preset. */
const published: readonly [id: string, parameters: number, macs: number][] = [['resnet50', 25_557_032, 4_089_184_256]];

describe('ready-made stacks', () => {
  it.each(published)('%s has the published counts', (id, parameters, macs) => {
    const stack = stackPreset(id)?.build();
    if (!stack) throw new Error(`no preset ${id}`);
    const totals = stackTotals(unwrap(resolveStack(stack, 1)));
    expect(totals.parameters).toBe(parameters);
    expect(totals.macs).toBe(macs);
  });
});
