import { ok } from '#core/result.ts';
import { choice, defineKind, oneInput } from '../define-kind.ts';
import { elementsOf } from '../shape.ts';

/**
 * FLOP for each element, counted as for activations: one for each addition, multiplication, division, comparison and function.
 * elu, selu: comparison, exp, subtraction, one or two multiplications; softplus log(1 + exp(x)); mish x·tanh(softplus(x));
 * softsign x/(1 + |x|); quantise: divide, round, add the zero point, two comparisons; dequantise: subtract, multiply; by a number: one operation with a number that is the same for all.
 */
const FLOP = {
  absolute: 1,
  negate: 1,
  reciprocal: 1,
  sqrt: 1,
  exp: 1,
  log: 1,
  erf: 1,
  sine: 1,
  cosine: 1,
  round: 1,
  sign: 1,
  not: 1,
  convert: 0,
  'by a number': 1,
  clip: 2,
  'leaky-relu': 2,
  elu: 4,
  selu: 5,
  softplus: 3,
  mish: 5,
  softsign: 3,
  quantise: 5,
  dequantise: 2,
} as const;
export type ElementFunction = keyof typeof FLOP;
const NAMES = Object.keys(FLOP) as ElementFunction[];

export const elementFunction = defineKind({
  kind: 'function',
  title: 'Function',
  category: 'elementwise',
  describe: 'Applies a function that is no activation of a kernel here to every element by itself.',
  fields: { function: choice('Function', NAMES, 'exp') },
  inputs: oneInput,
  infer: (_, [input]) => ok([input]),
  ops: (fields, [input]) => {
    const elements = elementsOf(input);
    return [{ op: 'map', elements, operands: [elements], weightElements: 0, flopPerElement: FLOP[fields.function] }];
  },
});
