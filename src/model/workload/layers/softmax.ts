import { ok } from '#core/result.ts';
import { defineKind, integer, oneInput } from '../define-kind.ts';
import { SOFTMAX_FLOP } from '../op-cost.ts';
import { axisFault, axisIn, elementsOf } from '../shape.ts';

export const softmax = defineKind({
  kind: 'softmax',
  title: 'Softmax',
  category: 'activation',
  describe: 'Turns scores along one axis into probabilities: the largest, the sum of exponentials, then a division.',
  fields: { axis: integer('Axis', { default: -1, min: -7, max: 7, help: '0 is the batch, −1 the last.' }) },
  inputs: oneInput,
  infer: ({ axis }, [input]) => (axisIn(input, axis) === null ? axisFault(input, axis) : ok([input])),
  ops: ({ axis }, [input]) => {
    const elements = elementsOf(input);
    const position = axisIn(input, axis) ?? 0;
    return [
      {
        op: 'reduce',
        inputElements: elements,
        outputElements: elements,
        weightElements: 0,
        flop: SOFTMAX_FLOP * elements,
        groupElements: input[position] ?? 1,
        passes: 3,
        computes: { name: 'softmax', inner: elementsOf(input.slice(position + 1)) },
      },
    ];
  },
});
