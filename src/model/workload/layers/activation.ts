import { ok } from '#core/result.ts';
import { choice, defineKind, oneInput } from '../define-kind.ts';
import type { ActivationFunction } from '../op-function.ts';
import { elementsOf } from '../shape.ts';

/**
 * FLOP for each element: one for each addition, multiplication, division, comparison and function (exp, erf, tanh).
 * relu max(x, 0); relu6 two comparisons; gelu x·½·(1 + erf(x/√2)); sigmoid 1/(1 + exp(−x)); silu x·sigmoid(x);
 * hard-sigmoid relu6(x + 3)/6; hard-swish x·hard-sigmoid(x).
 */
export const FLOP_PER_ELEMENT = {
  relu: 1,
  relu6: 2,
  gelu: 5,
  silu: 5,
  'hard-swish': 5,
  'hard-sigmoid': 4,
  tanh: 1,
  sigmoid: 4,
} as const satisfies Readonly<Record<ActivationFunction, number>>;
const FUNCTIONS: readonly ActivationFunction[] = [
  'relu',
  'relu6',
  'gelu',
  'silu',
  'hard-swish',
  'hard-sigmoid',
  'tanh',
  'sigmoid',
];

export const activation = defineKind({
  kind: 'activation',
  title: 'Activation',
  category: 'activation',
  describe:
    'Applies a function to every element by itself: reads each once, writes each once, computes almost nothing.',
  fields: { function: choice('Function', FUNCTIONS, 'relu') },
  inputs: oneInput,
  infer: (_, [input]) => ok([input]),
  ops: (fields, [input]) => {
    const elements = elementsOf(input);
    const flopPerElement = FLOP_PER_ELEMENT[fields.function];
    const computes = { name: 'activation', function: fields.function } as const;
    return [{ op: 'map', elements, operands: [elements], weightElements: 0, flopPerElement, computes }];
  },
});
