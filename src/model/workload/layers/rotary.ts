import { formatShape } from '#core/format.ts';
import { ok } from '#core/result.ts';
import { defineKind, integer, oneInput } from '../define-kind.ts';
import { elementsOf, lastOf, shapeFault } from '../shape.ts';

/** Grattafiori 2024, table 3. */
const BASE = 500_000;

/** Su 2021, eq. 34: each pair of features turns by an angle: four multiplications and two additions for two elements. */
export const rotary = defineKind({
  kind: 'rotary',
  title: 'Rotary position',
  category: 'elementwise',
  describe: 'Turns pairs of features of queries and keys by an angle that grows with the position of the token.',
  fields: {
    headDim: integer('Head dimension', { default: 128, min: 2, max: 65_536, help: 'Even; divides the width.' }),
  },
  inputs: oneInput,
  infer: ({ headDim }, [input]) => {
    const width = lastOf(input);
    if (headDim % 2 !== 0 || width % headDim !== 0)
      return shapeFault(
        `a head dimension of ${headDim} does not fit ${formatShape(input)}; choose an even number that divides ${width}`,
      );
    return ok([input]);
  },
  ops: ({ headDim }, [input]) => {
    const elements = elementsOf(input);
    const width = lastOf(input);
    const computes = { name: 'rotary', tokens: input.at(-2) ?? 1, width, headDim, base: BASE } as const;
    return [{ op: 'map', elements, operands: [elements], weightElements: 0, flopPerElement: 3, computes }];
  },
});
