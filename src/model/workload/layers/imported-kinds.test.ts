import { describe, expect, it } from 'vitest';
import { applyKind } from './apply-kind.fixture.ts';
import { arithmetic } from './arithmetic.ts';
import { batchNorm } from './batch-norm.ts';
import { convTranspose2d } from './conv-transpose2d.ts';
import { copy } from './copy.ts';
import { experts } from './experts.ts';
import { elementFunction } from './function.ts';
import { furtherInput } from './further-input.ts';
import { opaque } from './opaque.ts';
import { recurrent } from './recurrent.ts';
import { reduce } from './reduce.ts';

describe('kinds that imported files need', () => {
  it('experts store all and work on those that tokens use, whatever is left over', () => {
    const fields = { experts: 8, perToken: 2, hidden: 10 };
    // 7 tokens, 14 rows over 8 experts: six have two rows and two have one.
    const { parameters, macs, ops = [], outputs } = applyKind(experts, fields, [1, 7, 6]);
    expect(outputs).toEqual([[1, 7, 6]]);
    expect(parameters).toBe(8 * 6 + 8 * 3 * 6 * 10);
    expect(macs).toBe(7 * 8 * 6 + 14 * 3 * 6 * 10);
    const into = ops.flatMap((op) => (op.op === 'matmul' && op.n === 20 ? [[op.batch, op.m, op.held]] : []));
    expect(into).toEqual([
      [2, 1, 8],
      [6, 2, 0],
    ]);
    // One token uses two.
    const [, , one] = applyKind(experts, fields, [1, 1, 6]).ops ?? [];
    expect(one).toMatchObject({ batch: 2, m: 1, held: 8 });
    expect(applyKind(experts, { ...fields, gated: false, bias: true }, [1, 7, 6]).parameters).toBe(
      8 * 7 + 8 * (2 * 60 + 10 + 6),
    );
    expect(applyKind(experts, { experts: 2, perToken: 3 }, [1, 7, 6]).fault).toMatch(
      /^3 experts for each token are more than 2/,
    );
  });

  it.each([
    ['lstm', 4],
    ['gru', 3],
    ['rnn', 1],
  ] as const)('a recurrent %s has %i gates', (cell, gates) => {
    const counted = applyKind(recurrent, { cell, hidden: 5, directions: 2, biases: 2 }, [3, 7, 12]);
    expect(counted.outputs).toEqual([[3, 7, 10]]);
    expect(counted.parameters).toBe(2 * gates * 5 * (12 + 5 + 2));
    expect(counted.macs).toBe(3 * 7 * 2 * gates * 5 * (12 + 5));
    expect(applyKind(recurrent, { cell, hidden: 5, sequences: false }, [3, 7, 12]).outputs).toEqual([[3, 5]]);
    expect(applyKind(recurrent, { cell }, [3, 7]).fault).toMatch(/put a reshape before it$/);
  });

  it('a transposed convolution has the shape and work that PyTorch gives it', () => {
    // ConvTranspose2d(16, 8, 3, stride=2, padding=1, output_padding=1) on 5 × 7 gives 10 × 14.
    const counted = applyKind(
      convTranspose2d,
      { outChannels: 8, kernel: [3], stride: [2], padding: [1], outputPadding: [1] },
      [2, 16, 5, 7],
    );
    expect(counted.outputs).toEqual([[2, 8, 10, 14]]);
    expect(counted.parameters).toBe(16 * 8 * 9 + 8);
    expect(counted.macs).toBe(2 * 5 * 7 * 16 * 8 * 9);
    const grouped = applyKind(convTranspose2d, { outChannels: 8, groups: 4, bias: false }, [2, 16, 5, 7]);
    expect([grouped.parameters, grouped.macs]).toEqual([16 * 2 * 4, 2 * 35 * 16 * 2 * 4]);
    expect(applyKind(convTranspose2d, { groups: 3 }, [2, 16, 5, 7]).fault).toMatch(/^3 groups do not divide 16/);
    expect(applyKind(convTranspose2d, { padding: [9] }, [2, 16, 5, 7]).fault).toMatch(/leaves no output/);
  });

  it('an unknown operator has parameters and traffic, and work that can be set', () => {
    expect(applyKind(opaque, { parameters: 30 }, [2, 5], [2, 3])).toMatchObject({
      outputs: [[2, 5]],
      parameters: 30,
      flop: 10,
    });
    expect(applyKind(opaque, { shape: [4], flopPerElement: 7 }, [2, 5])).toMatchObject({
      outputs: [[2, 4]],
      flop: 56,
      parameters: 0,
    });
    expect(applyKind(opaque, { parameters: 30, weightsOnly: true }, [2, 5])).toMatchObject({ flop: 0, parameters: 30 });
    expect(applyKind(opaque, { parameters: 2 ** 40 }, [2, 5]).parameters).toBe(2 ** 40);
  });

  it('reduces along axes, and keeps or drops them', () => {
    expect(applyKind(reduce, { axes: [1, -1] }, [2, 3, 4, 5])).toMatchObject({ outputs: [[2, 1, 4, 1]], flop: 120 });
    expect(applyKind(reduce, { axes: [1, 3], keep: false, function: 'sum of squares' }, [2, 3, 4, 5])).toMatchObject({
      outputs: [[2, 4]],
      flop: 240,
    });
    expect(applyKind(reduce, { axes: [0] }, [2, 3]).fault).toMatch(/or one is its batch/);
  });

  it('copies, combines and applies functions', () => {
    expect(applyKind(copy, { shape: [3, 10] }, [2, 3, 8])).toMatchObject({
      outputs: [[2, 3, 10]],
      flop: 0,
      ops: [{ elements: 60, operands: [48] }],
    });
    expect(applyKind(copy, { shape: [4], flopPerElement: 9 }, [2, 3, 8])).toMatchObject({
      flop: 72,
      ops: [{ operands: [8] }],
    });
    expect(applyKind(arithmetic, { function: 'select' }, [2, 3], [2, 1], [1, 3])).toMatchObject({
      outputs: [[2, 3]],
      flop: 12,
    });
    expect(applyKind(arithmetic, {}, [2, 3], [2, 4]).fault).toMatch(/do not broadcast/);
    expect(applyKind(elementFunction, { function: 'mish' }, [2, 3])).toMatchObject({ outputs: [[2, 3]], flop: 30 });
    expect(applyKind(furtherInput, { shape: [5] }, [4, 3])).toMatchObject({
      outputs: [[4, 5]],
      flop: 0,
      parameters: 0,
    });
  });

  it('a batch norm may have a scale or a shift alone, which no kernel runs', () => {
    const alone = applyKind(batchNorm, { scale: false }, [2, 3, 4, 4]);
    expect([alone.parameters, alone.stored]).toEqual([3, 9]);
    expect(alone.ops?.[0]).not.toHaveProperty('computes');
    expect(applyKind(batchNorm, {}, [2, 3, 4, 4]).ops?.[0]).toHaveProperty('computes');
  });
});
