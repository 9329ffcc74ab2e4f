import { boolean, defineKind, inputsFrom, integer, integers } from '../define-kind.ts';
import { elementsOf, shaped } from '../shape.ts';

/** An operator that an importer does not know. What it computes is unknown; that it reads, writes and holds something is not. */
export const opaque = defineKind({
  kind: 'opaque',
  title: 'Unknown operator',
  category: 'data',
  describe:
    'An operator of an imported file that is not known here: its parameters, and its inputs and output as memory traffic, are counted; its work is a guess that you can set.',
  fields: {
    shape: integers('Output of a sample', {
      default: [0],
      min: 0,
      max: 2 ** 31,
      minLength: 1,
      maxLength: 7,
      help: 'Without the batch; 0 alone: the shape of its first input.',
    }),
    parameters: integer('Parameters', { default: 0, min: 0, max: 2 ** 40 }),
    weightsOnly: boolean('Weights only', false, 'A tensor of a file that holds no graph: nothing passes through it.'),
    flopPerElement: integer('FLOP for each output element', {
      default: 1,
      min: 0,
      help: 'Of the file nothing is known: 1 is the least.',
    }),
  },
  inputs: inputsFrom(1, 16),
  infer: ({ shape }, [input]) => {
    if (shape.length === 1 && shape[0] === 0) return shaped(...input);
    return shaped(input[0] ?? 1, ...shape);
  },
  weights: ({ parameters }) =>
    parameters > 0 ? [{ name: 'weight', shape: factors(parameters), trainable: true }] : [],
  ops: ({ weightsOnly, parameters, flopPerElement }, inputs, [output]) => {
    const elements = weightsOnly ? 0 : elementsOf(output);
    const operands = weightsOnly ? [] : inputs.map(elementsOf);
    return [{ op: 'map', elements, operands, weightElements: parameters, flopPerElement }];
  },
});

/** A shape with so many elements whose extents are within what a stack may have. */
function factors(elements: number): readonly number[] {
  if (elements <= 2 ** 31) return [elements];
  for (let divisor = 2; divisor <= 2 ** 16; divisor++)
    if (elements % divisor === 0) return [divisor, ...factors(elements / divisor)];
  return [1, elements];
}
