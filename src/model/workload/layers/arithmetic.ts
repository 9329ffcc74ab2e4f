import { choice, defineKind, inputsFrom } from '../define-kind.ts';
import { elementsOf } from '../shape.ts';
import { broadcastAll } from './elementwise.ts';

export const arithmetic = defineKind({
  kind: 'arithmetic',
  title: 'Arithmetic',
  category: 'elementwise',
  describe: 'Combines tensors element by element otherwise than by adding or multiplying; extents of 1 are broadcast.',
  fields: {
    function: choice(
      'Function',
      ['subtract', 'divide', 'power', 'minimum', 'maximum', 'compare', 'modulo', 'logic', 'select'],
      'subtract',
      'Select takes a condition and two tensors.',
    ),
  },
  inputs: inputsFrom(2, 8),
  infer: (_, inputs) => broadcastAll(inputs),
  ops: (_, inputs, [output]) => [
    {
      op: 'map',
      elements: elementsOf(output),
      operands: inputs.map(elementsOf),
      weightElements: 0,
      flopPerElement: inputs.length - 1,
    },
  ],
});
