import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyKind } from './apply-kind.fixture.ts';
import { averagePool } from './average-pool.ts';
import { globalAveragePool } from './global-average-pool.ts';
import { maxPool } from './max-pool.ts';

describe('pooling', () => {
  it('max: a comparison less than elements under the window', () => {
    expect(applyKind(maxPool, { kernel: [3], stride: [2], padding: [1] }, [1, 64, 112, 112])).toMatchObject({
      outputs: [[1, 64, 56, 56]],
      flop: 64 * 56 * 56 * 8,
      macs: 0,
      ops: [{ op: 'reduce', passes: 1, inputElements: 64 * 112 * 112, outputElements: 64 * 56 * 56 }],
    });
  });
  it('average: one FLOP for each element under the window', () => {
    expect(applyKind(averagePool, {}, [2, 6, 28, 28])).toMatchObject({
      outputs: [[2, 6, 14, 14]],
      flop: 2 * 6 * 28 * 28,
    });
  });
  it('global: one element a channel', () => {
    expect(applyKind(globalAveragePool, {}, [2, 6, 4, 5])).toMatchObject({
      outputs: [[2, 6, 1, 1]],
      flop: 240,
      ops: [{ groupElements: 20, outputElements: 12 }],
    });
    expect(applyKind(globalAveragePool, {}, [2, 6]).fault).toMatch(/its input is 2 × 6; remove it$/);
  });
  it('rounds up as PyTorch does: no window starts in the trailing padding', () => {
    const fields = { kernel: [2], stride: [2], ceilMode: true };
    expect(applyKind(maxPool, fields, [1, 1, 5, 4]).outputs).toEqual([[1, 1, 3, 2]]);
    // Without the rule, padding 1 would add a fourth row that lies in the padding alone.
    expect(applyKind(maxPool, { ...fields, padding: [1] }, [1, 1, 5, 5]).outputs).toEqual([[1, 1, 3, 3]]);
    const size = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(size, size, size, size, (extent, kernel, stride, half) => {
        // PyTorch allows padding up to half the kernel.
        const pad = Math.min(half, Math.floor(kernel / 2));
        let full = 0;
        while (full * stride - pad + kernel <= extent + pad) full++;
        if (full === 0) return;
        const overhangs = (full - 1) * stride - pad + kernel < extent + pad && full * stride - pad < extent;
        const places = (ceilMode: boolean) =>
          applyKind(averagePool, { kernel: [kernel], stride: [stride], padding: [pad], ceilMode }, [
            1,
            1,
            extent,
            extent,
          ]).outputs?.[0]?.[2];
        expect(places(false)).toBe(full);
        expect(places(true)).toBe(overhangs ? full + 1 : full);
      }),
    );
  });
});
