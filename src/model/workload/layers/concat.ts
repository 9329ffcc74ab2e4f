import { formatNumber, formatShape } from '#core/format.ts';
import { defineKind, inputsFrom, integer } from '../define-kind.ts';
import { axisFault, axisIn, elementsOf, shaped, shapeFault } from '../shape.ts';

export const concat = defineKind({
  kind: 'concat',
  title: 'Concatenate',
  category: 'data',
  describe: 'Puts tensors one after another along an axis; one with a batch of 1 is repeated for every sample.',
  fields: {
    axis: integer('Axis', { default: 1, min: -7, max: 7, help: '0 is the batch, 1 the channels, −1 the last.' }),
  },
  inputs: inputsFrom(2, 16),
  infer: ({ axis }, [first, ...others]) => {
    const position = axisIn(first, axis);
    if (position === null) return axisFault(first, axis);
    const joined = [...first];
    for (const other of others) {
      const fits =
        other.length === first.length &&
        other.every(
          (extent, at) => at === position || extent === joined[at] || (at === 0 && (extent === 1 || joined[0] === 1)),
        );
      if (!fits)
        return shapeFault(
          `inputs ${formatShape(first)} and ${formatShape(other)} differ outside axis ${formatNumber(axis)}; make every other extent the same`,
        );
      joined[position] = (joined[position] ?? 0) + (other[position] ?? 0);
      joined[0] = Math.max(joined[0] ?? 1, other[0] ?? 1);
    }
    return shaped(...joined);
  },
  ops: ({ axis }, inputs, [output]) => {
    const moves = { name: 'concat', axis: axisIn(output, axis) ?? 1, inputs, output } as const;
    return [{ op: 'copy', elements: elementsOf(output), moves }];
  },
});
