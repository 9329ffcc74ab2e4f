import { bytes, flops } from '#core/units.ts';
import source from '#shaders/compression/plain.wgsl?raw';
import { ELEMENT, Tally } from '../access/tally.ts';
import type { Kernel } from '../kernel.ts';
import { contiguous, sumStores } from '../memory/lane-sums.ts';
import { BLOCK, blocksOf, COMPRESSION_SIZES, contentKey, patternOf, repeated, sparsityOf } from './pattern.ts';
import { bySums, placeSums, sumsByPlace } from './place-sums.ts';

export const plainRead = Object.freeze<Kernel>({
  ...bySums,
  id: 'compression/plain',
  title: 'Plain read',
  teaches: 'An array full of noughts, read as it stands: memory moves each nought like any other number.',
  source,
  sizes: COMPRESSION_SIZES,
  bindings: [
    {
      name: 'values',
      access: 'read',
      elements: (problem) => BLOCK * blocksOf(problem),
      content: {
        key: contentKey('plain'),
        fill: (problem) => repeated(patternOf(sparsityOf(problem)), BLOCK * blocksOf(problem)),
      },
    },
    { name: 'sums', access: 'write', elements: placeSums },
  ],
  lengths: (problem) => ({ ELEMENTS: BLOCK * blocksOf(problem), SUMS: placeSums(problem) }),
  cost: (problem, widths) => {
    const tally = new Tally(widths);
    const lanes = Math.min(widths.subgroupWidth, BLOCK);
    const elements = BLOCK * blocksOf(problem);
    for (const access of contiguous(elements, lanes, 1)) tally.add(access);
    tally.add(sumStores(placeSums(problem), lanes));
    const once = bytes(ELEMENT * (elements + placeSums(problem)));
    return tally.cost({ flop: flops(elements), tiled: once, compulsory: once });
  },
  reference: (problem, [values]) => {
    if (!values) throw new Error('compression/plain needs its values');
    return sumsByPlace(problem, (index) => values[index] ?? Number.NaN);
  },
});
