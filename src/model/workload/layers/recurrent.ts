import { formatShape } from '#core/format.ts';
import { boolean, choice, defineKind, integer, oneInput } from '../define-kind.ts';
import type { Op } from '../op.ts';
import { shaped, shapeFault } from '../shape.ts';

/** Gates of a cell. */
const GATES = { lstm: 4, gru: 3, rnn: 1 } as const;
/**
 * FLOP of a cell for each hidden element at a step, beside its products. Sigmoid 4 and tanh 1, as activations are counted.
 * LSTM: three sigmoids, two tanh, three multiplications, one addition, and four that join the two products. GRU: two sigmoids, one
 * tanh, three additions, r·h, and (1 − z)·n + z·h. RNN: tanh and one addition.
 */
const CELL_FLOP = { lstm: 22, gru: 17, rnn: 2 } as const;

/** Hochreiter 1997; Cho 2014. The steps follow each other; the products of all steps with their inputs are one. */
export const recurrent = defineKind({
  kind: 'recurrent',
  title: 'Recurrent',
  category: 'matmul',
  describe:
    'LSTM, GRU or a plain cell over the tokens, one after another. Its weights are counted as read once, as if a near memory held them from step to step.',
  fields: {
    cell: choice('Cell', ['lstm', 'gru', 'rnn'], 'lstm'),
    hidden: integer('Hidden features', { default: 128 }),
    directions: integer('Directions', { default: 1, max: 2, help: '2: forwards and backwards, side by side.' }),
    biases: integer('Biases', {
      default: 1,
      min: 0,
      max: 2,
      help: 'For each gate: PyTorch and ONNX have 2, Keras has 1.',
    }),
    sequences: boolean('All steps', true, 'Give every step; else the last one.'),
  },
  inputs: oneInput,
  infer: ({ hidden, directions, sequences }, [input]) => {
    const [batch = 1, tokens = 1] = input;
    if (input.length !== 3)
      return shapeFault(
        `takes batch × tokens × features and its input is ${formatShape(input)}; put a reshape before it`,
      );
    return sequences ? shaped(batch, tokens, directions * hidden) : shaped(batch, directions * hidden);
  },
  weights: ({ cell, hidden, directions, biases }, [input]) => {
    const [, , features = 1] = input;
    const rows = directions * GATES[cell] * hidden;
    return [
      { name: 'weight_ih', shape: [rows, features], trainable: true },
      { name: 'weight_hh', shape: [rows, hidden], trainable: true },
      ...(biases > 0 ? [{ name: 'bias', shape: [biases, rows], trainable: true }] : []),
    ];
  },
  ops: ({ cell, hidden, directions }, [input]): readonly Op[] => {
    const [batch = 1, tokens = 1, features = 1] = input;
    const rows = GATES[cell] * hidden;
    const elements = batch * tokens * directions * hidden;
    const gates = directions * batch * tokens * rows;
    return [
      {
        op: 'matmul',
        batch: 1,
        m: batch * tokens,
        n: directions * rows,
        k: features,
        right: 'weight',
        rightTransposed: true,
      },
      ...Array.from(
        { length: directions },
        (): Op => ({
          op: 'matmul',
          batch: tokens,
          m: batch,
          n: rows,
          k: hidden,
          right: 'weight',
          rightTransposed: true,
        }),
      ),
      { op: 'map', elements, operands: [gates, gates, elements], weightElements: 0, flopPerElement: CELL_FLOP[cell] },
    ];
  },
});
