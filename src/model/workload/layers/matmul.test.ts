import { describe, expect, it } from 'vitest';
import { applyKind } from './apply-kind.fixture.ts';
import { linear } from './linear.ts';
import { matmul } from './matmul.ts';

describe('linear', () => {
  it('is one product over all tokens of the batch', () => {
    expect(applyKind(linear, { outFeatures: 5 }, [2, 7, 3])).toMatchObject({
      outputs: [[2, 7, 5]],
      ops: [{ op: 'matmul', batch: 1, m: 14, n: 5, k: 3, right: 'weight' }],
      parameters: 20,
      macs: 14 * 15,
      flop: 2 * 14 * 15,
    });
  });
  it('owns no weight that is tied, only its bias', () => {
    expect(applyKind(linear, { outFeatures: 5, tiedTo: 'wte' }, [1, 3])).toMatchObject({
      weights: [{ name: 'weight', shape: [5, 3], tied: true }, { name: 'bias' }],
      parameters: 5,
      stored: 5,
    });
  });
});

describe('matmul', () => {
  it('multiplies the last two axes, batched over the others', () => {
    expect(applyKind(matmul, {}, [2, 4, 5, 3], [2, 4, 3, 7])).toMatchObject({
      outputs: [[2, 4, 5, 7]],
      ops: [{ op: 'matmul', batch: 8, m: 5, n: 7, k: 3, right: 'activation' }],
      macs: 8 * 5 * 7 * 3,
      parameters: 0,
    });
    expect(applyKind(matmul, { transposeRight: true }, [2, 4, 5, 3], [2, 1, 7, 3]).outputs).toEqual([[2, 4, 5, 7]]);
  });
  it('says which extents differ, and offers the transpose where that mends it', () => {
    expect(applyKind(matmul, {}, [1, 5, 3], [1, 4, 7]).fault).toBe(
      'inputs 1 × 5 × 3 and 1 × 4 × 7 multiply 3 columns by 4 rows; make these two extents the same',
    );
    expect(applyKind(matmul, {}, [1, 5, 3], [1, 7, 3]).fault).toMatch(/set "Transpose right" to true$/);
    expect(applyKind(matmul, { transposeRight: true }, [1, 5, 3], [1, 3, 7]).fault).toMatch(
      /1 × 3 × 7 transposed multiply 3 columns by 7 rows; set "Transpose right" to false$/,
    );
    expect(applyKind(matmul, {}, [2, 5, 3], [3, 3, 7]).fault).toMatch(/differ before their last two axes/);
    expect(applyKind(matmul, {}, [5, 3], [3, 7]).fault).toMatch(/put a reshape before it$/);
  });
});
