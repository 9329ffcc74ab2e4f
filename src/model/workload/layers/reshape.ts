import { formatShape } from '#core/format.ts';
import { defineKind, integers, oneInput } from '../define-kind.ts';
import { elementsOf, shaped, shapeFault } from '../shape.ts';

/** With a true minus before an extent that is left open. */
const written = (shape: readonly number[]): string => formatShape(shape).replaceAll('-', '−');

export const reshape = defineKind({
  kind: 'reshape',
  title: 'Reshape',
  category: 'data',
  describe: 'Reads the same elements under another shape and moves nothing; −1 alone flattens a sample.',
  fields: {
    shape: integers('Shape of a sample', {
      default: [-1],
      min: -1,
      max: 2 ** 31,
      minLength: 1,
      maxLength: 7,
      help: 'Without the batch, which is kept. One extent may be −1: it takes what is left.',
    }),
  },
  inputs: oneInput,
  infer: ({ shape }, [input]) => {
    const [batch = 1, ...sample] = input;
    const size = elementsOf(sample);
    const open = shape.filter((extent) => extent === -1).length;
    if (open > 1) return shapeFault(`shape ${written(shape)} has ${open} extents of −1; leave one of them`);
    if (shape.includes(0)) return shapeFault(`shape ${written(shape)} has an extent of 0; make it at least 1`);
    const known = elementsOf(shape.filter((extent) => extent !== -1));
    if (open === 1 ? size % known !== 0 : size !== known)
      return shapeFault(
        `${formatShape(sample)} (${size} elements a sample) does not make ${written(shape)}; choose extents whose product is ${size}`,
      );
    return shaped(batch, ...shape.map((extent) => (extent === -1 ? size / known : extent)));
  },
  ops: () => [],
});
