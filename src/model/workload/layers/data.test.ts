import { describe, expect, it } from 'vitest';
import { applyKind } from './apply-kind.fixture.ts';
import { concat } from './concat.ts';
import { embedding } from './embedding.ts';
import { learnedConstant } from './learned-constant.ts';
import { reshape } from './reshape.ts';
import { slice } from './slice.ts';
import { split } from './split.ts';
import { transpose } from './transpose.ts';

describe('data', () => {
  it('embedding moves the rows it is asked for', () => {
    expect(applyKind(embedding, { vocabulary: 100, features: 8 }, [2, 5])).toMatchObject({
      outputs: [[2, 5, 8]],
      parameters: 800,
      ops: [{ op: 'gather', rows: 10, width: 8, tableRows: 100 }],
      flop: 0,
    });
  });
  it('learned constant has a batch of 1 and moves nothing itself', () => {
    expect(applyKind(learnedConstant, { shape: [5, 8] })).toMatchObject({
      outputs: [[1, 5, 8]],
      parameters: 40,
      ops: [],
    });
  });
  it('reshape keeps the batch, infers one extent and moves nothing', () => {
    expect(applyKind(reshape, {}, [2, 3, 4])).toMatchObject({ outputs: [[2, 12]], ops: [] });
    expect(applyKind(reshape, { shape: [2, -1, 3] }, [5, 12]).outputs).toEqual([[5, 2, 2, 3]]);
    expect(applyKind(reshape, { shape: [4, 3] }, [5, 12]).outputs).toEqual([[5, 4, 3]]);
    expect(applyKind(reshape, { shape: [5, 3] }, [5, 12]).fault).toBe(
      '12 (12 elements a sample) does not make 5 × 3; choose extents whose product is 12',
    );
    expect(applyKind(reshape, { shape: [5, -1] }, [5, 2, 6]).fault).toMatch(/^2 × 6 \(12 elements/);
    expect(applyKind(reshape, { shape: [-1, -1] }, [5, 12]).fault).toMatch(/has 2 extents of −1; leave one/);
    expect(applyKind(reshape, { shape: [0, -1] }, [5, 12]).fault).toMatch(/extent of 0; make it at least 1$/);
  });
  it('transpose moves every element', () => {
    expect(applyKind(transpose, { order: [3, 1, 2] }, [2, 3, 4, 5])).toMatchObject({
      outputs: [[2, 5, 3, 4]],
      ops: [{ op: 'copy', elements: 120 }],
    });
    for (const order of [
      [1, 2],
      [1, 1, 2],
      [1, 2, 4],
    ])
      expect(applyKind(transpose, { order }, [2, 3, 4, 5]).fault).toMatch(/use 1 to 3 in any order$/);
  });
  it('concat adds along its axis and repeats a batch of 1', () => {
    expect(applyKind(concat, { axis: 1 }, [1, 1, 8], [3, 5, 8], [3, 2, 8])).toMatchObject({
      outputs: [[3, 8, 8]],
      ops: [{ op: 'copy', elements: 3 * 64 }],
    });
    expect(applyKind(concat, { axis: -1 }, [3, 5, 8], [3, 5, 2]).outputs).toEqual([[3, 5, 10]]);
    expect(applyKind(concat, { axis: 1 }, [3, 5, 8], [3, 5, 7]).fault).toBe(
      'inputs 3 × 5 × 8 and 3 × 5 × 7 differ outside axis 1; make every other extent the same',
    );
    expect(applyKind(concat, { axis: 1 }, [3, 5, 8], [2, 5, 8]).fault).toMatch(/differ outside axis 1/);
    expect(applyKind(concat, { axis: 3 }, [3, 5, 8], [3, 5, 8]).fault).toMatch(/^axis 3 is not in/);
  });
  it('slice stays inside its axis', () => {
    expect(applyKind(slice, { axis: 1, start: 4, length: 1 }, [2, 5, 8])).toMatchObject({
      outputs: [[2, 1, 8]],
      ops: [{ op: 'copy', elements: 16 }],
    });
    expect(applyKind(slice, { axis: 1, start: 4, length: 2 }, [2, 5, 8]).fault).toBe(
      'takes positions 4 to 5 of axis 1, and 2 × 5 × 8 has 5 there; lower start or length to end by 4',
    );
    expect(applyKind(slice, { axis: 4 }, [2, 5, 8]).fault).toMatch(/^axis 4 is not in/);
  });
  it('split gives as many outputs as sections', () => {
    expect(applyKind(split, { sections: [2, 5, 1] }, [2, 3, 8])).toMatchObject({
      outputs: [
        [2, 3, 2],
        [2, 3, 5],
        [2, 3, 1],
      ],
      ops: [{ op: 'copy', elements: 48 }],
    });
    expect(applyKind(split, { sections: [2, 5] }, [2, 3, 8]).fault).toBe(
      'sections 2 + 5 are 7 together, and 2 × 3 × 8 has 8 on axis −1; make them add up to 8',
    );
    expect(applyKind(split, { axis: 3, sections: [8] }, [2, 3, 8]).fault).toMatch(/^axis 3 is not in/);
  });
});
