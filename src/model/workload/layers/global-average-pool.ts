import { formatShape } from '#core/format.ts';
import { defineKind, oneInput } from '../define-kind.ts';
import { elementsOf, shaped, shapeFault } from '../shape.ts';

export const globalAveragePool = defineKind({
  kind: 'global-average-pool',
  title: 'Global average pooling',
  category: 'pooling',
  describe: 'Averages each channel over its whole height and width and leaves one element of each.',
  fields: {},
  inputs: oneInput,
  infer: (_, [input]) => {
    const [batch = 1, channels = 1, ...extents] = input;
    if (extents.length === 0)
      return shapeFault(`takes batch × channels × height × width and its input is ${formatShape(input)}; remove it`);
    return shaped(batch, channels, ...extents.map(() => 1));
  },
  ops: (_, [input], [output]) => {
    const inputElements = elementsOf(input);
    const outputElements = elementsOf(output);
    const groupElements = inputElements / outputElements;
    // n − 1 additions and a division for a group of n.
    return [
      {
        op: 'reduce',
        inputElements,
        outputElements,
        weightElements: 0,
        flop: inputElements,
        groupElements,
        passes: 1,
        computes: { name: 'mean' },
      },
    ];
  },
});
