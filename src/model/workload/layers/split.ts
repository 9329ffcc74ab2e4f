import { formatNumber, formatShape } from '#core/format.ts';
import { ok } from '#core/result.ts';
import { defineKind, integer, integers, oneInput } from '../define-kind.ts';
import { axisFault, axisIn, elementsOf, shapeFault } from '../shape.ts';

export const split = defineKind({
  kind: 'split',
  title: 'Split',
  category: 'data',
  describe: 'Cuts an axis into sections, each an output of its own: name, name#1, name#2 and so on.',
  fields: {
    axis: integer('Axis', {
      default: -1,
      min: -7,
      max: 7,
      help: '0 is the batch, 1 the tokens or channels, −1 the last.',
    }),
    sections: integers('Sections', {
      default: [1, 1],
      min: 1,
      max: 2 ** 31,
      minLength: 1,
      maxLength: 64,
      help: 'The extent of each output; together the extent of the input.',
    }),
  },
  inputs: oneInput,
  infer: ({ axis, sections }, [input]) => {
    const position = axisIn(input, axis);
    if (position === null) return axisFault(input, axis);
    const extent = input[position] ?? 1;
    const total = sections.reduce((sum, section) => sum + section, 0);
    if (total !== extent)
      return shapeFault(
        `sections ${sections.join(' + ')} are ${total} together, and ${formatShape(input)} has ${extent} on axis ${formatNumber(axis)}; make them add up to ${extent}`,
      );
    return ok(sections.map((section) => input.with(position, section)));
  },
  ops: ({ axis, sections }, [input]) => {
    const moves = { name: 'split', axis: axisIn(input, axis) ?? 1, sections, input } as const;
    return [{ op: 'copy', elements: elementsOf(input), moves }];
  },
});
