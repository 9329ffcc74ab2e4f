import { describe, expect, it } from 'vitest';
import { applyKind } from './apply-kind.fixture.ts';
import { batchNorm } from './batch-norm.ts';
import { groupNorm } from './group-norm.ts';
import { layerNorm } from './layer-norm.ts';
import { rmsNorm } from './rms-norm.ts';

describe('normalisation', () => {
  it('batch: two trained and two stored a channel, two FLOP an element', () => {
    expect(applyKind(batchNorm, {}, [2, 6, 4, 5])).toMatchObject({
      outputs: [[2, 6, 4, 5]],
      parameters: 12,
      stored: 24,
      macs: 0,
      flop: 2 * 240,
      ops: [{ op: 'map', elements: 240, operands: [240], weightElements: 24 }],
    });
    expect(applyKind(batchNorm, { affine: false }, [2, 6])).toMatchObject({ parameters: 0, stored: 12 });
    expect(applyKind(batchNorm, {}, [2]).fault).toMatch(/put a reshape before it$/);
  });
  it('layer: over the last axis, eight FLOP an element', () => {
    expect(applyKind(layerNorm, {}, [2, 5, 6])).toMatchObject({
      outputs: [[2, 5, 6]],
      parameters: 12,
      flop: 8 * 60,
      ops: [{ op: 'reduce', groupElements: 6, passes: 2, weightElements: 12, inputElements: 60, outputElements: 60 }],
    });
    expect(applyKind(layerNorm, { affine: false, bias: false }, [2, 5, 6])).toMatchObject({ parameters: 0, flop: 360 });
    expect(applyKind(layerNorm, { bias: false }, [2, 5, 6])).toMatchObject({ parameters: 6, flop: 420 });
  });
  it('RMS: no mean and no shift, four FLOP an element', () => {
    expect(applyKind(rmsNorm, {}, [2, 5, 6])).toMatchObject({ parameters: 6, stored: 6, flop: 4 * 60 });
    expect(applyKind(rmsNorm, { affine: false }, [2, 5, 6])).toMatchObject({ parameters: 0, flop: 3 * 60 });
  });
  it('group: over the channels of a group and all positions', () => {
    expect(applyKind(groupNorm, { groups: 3 }, [2, 6, 4, 5])).toMatchObject({
      parameters: 12,
      flop: 8 * 240,
      ops: [{ op: 'reduce', groupElements: 40, passes: 2, weightElements: 12 }],
    });
    expect(applyKind(groupNorm, { groups: 4 }, [2, 6, 4, 5]).fault).toBe(
      '4 groups do not divide 6 channels of 2 × 6 × 4 × 5; choose a number that does',
    );
    expect(applyKind(groupNorm, {}, [2]).fault).toMatch(/put a reshape before it$/);
  });
});
