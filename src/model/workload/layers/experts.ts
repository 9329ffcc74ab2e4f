import { ok } from '#core/result.ts';
import { boolean, choice, defineKind, integer, oneInput } from '../define-kind.ts';
import type { Shape } from '../layer.ts';
import type { MatmulOp, Op } from '../op.ts';
import { elementsOf, lastOf, shapeFault } from '../shape.ts';
import { FLOP_PER_ELEMENT } from './activation.ts';

interface Mixture {
  readonly experts: number;
  readonly perToken: number;
}

/**
 * Rows of each expert when tokens spread as evenly as they can: of the experts in use, `more` have one row more than the others.
 * Under this balance min(experts, tokens · perToken) experts are read; a router that prefers some reads fewer.
 */
function balanced(tokens: number, { experts, perToken }: Mixture) {
  const rows = tokens * perToken;
  const used = Math.min(experts, rows);
  const least = Math.floor(rows / used);
  const more = rows - least * used;
  return [
    { count: used - more, rows: least },
    { count: more, rows: least + 1 },
  ].filter(({ count }) => count > 0);
}

/** Products of the experts in use, each with a matrix of its own out of those that the layer holds. */
function expertProducts(tokens: number, mixture: Mixture, n: number, k: number): readonly MatmulOp[] {
  return balanced(tokens, mixture).map(({ count, rows }, index) => ({
    op: 'matmul',
    batch: count,
    m: rows,
    n,
    k,
    right: 'weight',
    rightTransposed: true,
    // All that the layer holds is accounted for by its first product.
    held: index === 0 ? mixture.experts : 0,
  }));
}

const tokensOf = (input: Shape): number => elementsOf(input) / lastOf(input);

/** Shazeer 2017; Jiang 2024 (Mixtral), eq. 2: the outputs of the k best experts, weighed by the softmax of the router's scores. */
export const experts = defineKind({
  kind: 'experts',
  title: 'Mixture of experts',
  category: 'matmul',
  describe:
    'A router sends each token to a few of many small networks: all are stored, only those that some token uses are read. Tokens spread evenly.',
  fields: {
    experts: integer('Experts', { default: 8, max: 4096 }),
    perToken: integer('Experts for each token', { default: 2, max: 4096 }),
    hidden: integer('Hidden features of an expert', { default: 14_336 }),
    gated: boolean('Gated', true, 'Two products into the hidden features, one of them through the function (SwiGLU).'),
    bias: boolean('Bias', false),
    function: choice('Function', ['silu', 'gelu', 'relu'], 'silu'),
  },
  inputs: oneInput,
  infer: ({ experts, perToken }, [input]) =>
    perToken > experts
      ? shapeFault(`${perToken} experts for each token are more than ${experts}; lower one or raise the other`)
      : ok([input]),
  weights: ({ experts, hidden, gated, bias }, [input]) => {
    const width = lastOf(input);
    const inner = gated ? 2 * hidden : hidden;
    return [
      { name: 'router.weight', shape: [experts, width], trainable: true },
      { name: 'in.weight', shape: [experts, inner, width], trainable: true },
      { name: 'out.weight', shape: [experts, width, hidden], trainable: true },
      ...(bias
        ? [
            { name: 'router.bias', shape: [experts], trainable: true },
            { name: 'in.bias', shape: [experts, inner], trainable: true },
            { name: 'out.bias', shape: [experts, width], trainable: true },
          ]
        : []),
    ];
  },
  ops: (fields, [input]): readonly Op[] => {
    const { experts, perToken, hidden, gated } = fields;
    const width = lastOf(input);
    const tokens = tokensOf(input);
    const scores = tokens * experts;
    const inner = tokens * perToken * hidden;
    const flopPerElement = FLOP_PER_ELEMENT[fields.function] + (gated ? 1 : 0);
    return [
      { op: 'matmul', batch: 1, m: tokens, n: experts, k: width, right: 'weight', rightTransposed: true },
      // Softmax of the scores: 5 FLOP for each.
      {
        op: 'reduce',
        inputElements: scores,
        outputElements: scores,
        weightElements: 0,
        flop: 5 * scores,
        groupElements: experts,
        passes: 3,
      },
      ...expertProducts(tokens, fields, gated ? 2 * hidden : hidden, width),
      {
        op: 'map',
        elements: inner,
        operands: gated ? [inner, inner] : [inner],
        weightElements: 0,
        flopPerElement,
      },
      ...expertProducts(tokens, fields, width, hidden),
      // The weighed sum of what the experts gave each token.
      {
        op: 'reduce',
        inputElements: tokens * perToken * width,
        outputElements: tokens * width,
        weightElements: 0,
        flop: (2 * perToken - 1) * tokens * width,
        groupElements: perToken,
        passes: 1,
      },
    ];
  },
});
