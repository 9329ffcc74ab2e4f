import { formatNumber, formatShape } from '#core/format.ts';
import { defineKind, integer, oneInput } from '../define-kind.ts';
import { axisFault, axisIn, elementsOf, shaped, shapeFault } from '../shape.ts';

export const slice = defineKind({
  kind: 'slice',
  title: 'Slice',
  category: 'data',
  describe: 'Takes a run of positions along one axis, such as the one token that a classifier reads.',
  fields: {
    axis: integer('Axis', {
      default: 1,
      min: -7,
      max: 7,
      help: '0 is the batch, 1 the tokens or channels, −1 the last.',
    }),
    start: integer('Start', { default: 0, min: 0, max: 2 ** 31 }),
    length: integer('Length', { default: 1, max: 2 ** 31 }),
  },
  inputs: oneInput,
  infer: ({ axis, start, length }, [input]) => {
    const position = axisIn(input, axis);
    if (position === null) return axisFault(input, axis);
    const extent = input[position] ?? 1;
    if (start + length > extent)
      return shapeFault(
        `takes positions ${start} to ${start + length - 1} of axis ${formatNumber(axis)}, and ${formatShape(input)} has ${extent} there; ` +
          `lower start or length to end by ${extent - 1}`,
      );
    return shaped(...input.with(position, length));
  },
  ops: ({ axis, start, length }, [input], [output]) => {
    const moves = { name: 'slice', axis: axisIn(input, axis) ?? 1, start, length, input } as const;
    return [{ op: 'copy', elements: elementsOf(output), moves }];
  },
});
