import type { Measurement } from '#measure/record/record.ts';
import type { Figure } from '../figure.ts';
import { againstFirst } from './against-first.ts';
import { ladderOf } from './ladder.ts';
import { missingNotes, productLadder } from './products.ts';
import type { Source } from './reading.ts';

/** The first is f32 in the same form as f16 and int8: blocks of 4×4 straight from memory. */
const LABELS: ReadonlyMap<string, string> = new Map([
  ['matmul/direct-vec4', 'f32'],
  ['matmul/f16', 'f16'],
  ['matmul/int8', 'int8'],
  ['matmul/subgroup-matrix', 'f32 matrix units'],
  ['matmul/subgroup-matrix-f16', 'f16 matrix units'],
]);
const ORDER = [...LABELS.keys()];

const placeOf = ({ kernel }: Measurement) => {
  const name = LABELS.get(kernel);
  return name === undefined ? null : { order: ORDER.indexOf(kernel), name };
};

/** One and the same product of numbers of fewer and fewer bits. */
export function ladderFormats(source: Source): Figure | null {
  const { product, rungs } = productLadder<{ readonly order: number }>(source.run, placeOf);
  const ordered = rungs.toSorted((one, other) => one.order - other.order);
  if (ordered.length < 2 || ordered[0]?.order !== 0) return null;
  return ladderOf(
    source,
    {
      id: 'ladder-formats',
      experiment: 'ladder',
      title: 'Matrix product by number format',
      takeaway: againstFirst(source.run, ordered),
      notes: [
        `The same product throughout: ${product}. A multiply-add is two operations.`,
        'f16 and int8 are made as f32 is: 4×4 outputs an invocation, straight from memory.',
        ...missingNotes(source.run, LABELS),
      ],
      x: { label: 'Operations a second', unit: 'operations-per-second', scale: 'linear' },
    },
    ordered,
  );
}
