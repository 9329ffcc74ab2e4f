import { describe, expect, it } from 'vitest';
import { activation } from './activation.ts';
import { add } from './add.ts';
import { applyKind } from './apply-kind.fixture.ts';
import { multiply } from './multiply.ts';
import { rotary } from './rotary.ts';
import { softmax } from './softmax.ts';

describe('elementwise', () => {
  it.each([
    ['relu', 1],
    ['relu6', 2],
    ['gelu', 5],
    ['silu', 5],
    ['hard-swish', 5],
    ['hard-sigmoid', 4],
    ['tanh', 1],
    ['sigmoid', 4],
  ])('%s costs %i FLOP an element', (name, flop) => {
    expect(applyKind(activation, { function: name }, [2, 3, 4])).toMatchObject({
      outputs: [[2, 3, 4]],
      flop: 24 * flop,
      ops: [{ op: 'map', elements: 24, operands: [24] }],
    });
  });
  it('add and multiply broadcast and read a small operand once', () => {
    for (const kind of [add, multiply])
      expect(applyKind(kind, {}, [2, 6, 4, 5], [2, 6, 1, 1])).toMatchObject({
        outputs: [[2, 6, 4, 5]],
        flop: 240,
        ops: [{ op: 'map', elements: 240, operands: [240, 12] }],
      });
    expect(applyKind(add, {}, [1, 3], [2, 5, 1], [2, 5, 3])).toMatchObject({ outputs: [[2, 5, 3]], flop: 60 });
    expect(applyKind(add, {}, [2, 5, 3], [2, 4, 3]).fault).toBe(
      'inputs 2 × 5 × 3 and 2 × 4 × 3 do not broadcast; make each extent the same, or 1 in one of them',
    );
  });
  it('softmax passes thrice over groups along its axis', () => {
    expect(applyKind(softmax, { axis: 1 }, [2, 6, 4])).toMatchObject({
      flop: 5 * 48,
      ops: [{ op: 'reduce', groupElements: 6, passes: 3 }],
    });
    expect(applyKind(softmax, { axis: 0 }, [2, 6]).fault).toBe(
      'axis 0 is not in 2 × 6 or is its batch; choose 1 to 1, or −1 for the last',
    );
    expect(applyKind(softmax, { axis: -2 }, [2, 6]).fault).toMatch(/^axis −2 is not/);
  });
  it('rotary turns pairs: three FLOP an element', () => {
    expect(applyKind(rotary, { headDim: 4 }, [2, 5, 8])).toMatchObject({ outputs: [[2, 5, 8]], flop: 240 });
    expect(applyKind(rotary, { headDim: 3 }, [2, 5, 9]).fault).toMatch(/choose an even number that divides 9$/);
    expect(applyKind(rotary, { headDim: 6 }, [2, 5, 8]).fault).toMatch(/does not fit 2 × 5 × 8/);
  });
});
