import { formatShape } from '#core/format.ts';
import { boolean, choice, defineKind, integers, oneInput } from '../define-kind.ts';
import { axisIn, elementsOf, shaped, shapeFault } from '../shape.ts';

/** FLOP for each element that goes in. */
const FLOP = {
  mean: 1,
  sum: 1,
  product: 1,
  maximum: 1,
  minimum: 1,
  'sum of squares': 2,
  'index of maximum': 1,
} as const;
export type Reduction = keyof typeof FLOP;
const NAMES = Object.keys(FLOP) as Reduction[];

export const reduce = defineKind({
  kind: 'reduce',
  title: 'Reduce',
  category: 'pooling',
  describe: 'Combines all elements along some axes into one: a mean, a sum, the largest.',
  fields: {
    function: choice('Function', NAMES, 'mean'),
    axes: integers('Axes', {
      default: [-1],
      min: -7,
      max: 7,
      minLength: 1,
      maxLength: 7,
      help: '0 is the batch, which stays; −1 the last.',
    }),
    keep: boolean('Keep the axes', true, 'As extents of 1.'),
  },
  inputs: oneInput,
  infer: ({ axes, keep }, [input]) => {
    const positions = axes.map((axis) => axisIn(input, axis));
    if (positions.includes(null))
      return shapeFault(
        `axes ${axes.join(', ').replaceAll('-', '−')} are not all in ${formatShape(input)}, or one is its batch; choose 1 to ${input.length - 1}`,
      );
    if (keep) return shaped(...input.map((extent, at) => (positions.includes(at) ? 1 : extent)));
    const left = input.filter((_, at) => !positions.includes(at));
    return shaped(...(left.length > 1 ? left : [...left, 1]));
  },
  ops: (fields, [input], [output]) => {
    const inputElements = elementsOf(input);
    const outputElements = elementsOf(output);
    const flop = FLOP[fields.function] * inputElements;
    const groupElements = inputElements / outputElements;
    return [{ op: 'reduce', inputElements, outputElements, weightElements: 0, flop, groupElements, passes: 1 }];
  },
});
