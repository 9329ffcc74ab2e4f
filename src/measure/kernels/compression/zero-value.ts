import { bytes, flops } from '#core/units.ts';
import source from '#shaders/compression/zero-value.wgsl?raw';
import { Accesses } from '../access/accesses.ts';
import { residueCounts } from '../access/residues.ts';
import { ELEMENT } from '../access/tally.ts';
import type { AccessWidths, Kernel, Problem } from '../kernel.ts';
import { MASK, MASKS_OF_BLOCK, zeroValueOf } from './formats.ts';
import {
  BLOCK,
  bitsAsFloats,
  blocksOf,
  COMPRESSION_SIZES,
  contentKey,
  floatsAsBits,
  PERIOD,
  repeated,
  sparsityOf,
  startsOf,
} from './pattern.ts';
import { bySums, placeSums, sumsByPlace } from './place-sums.ts';

const masksOf = (problem: Problem): number => MASKS_OF_BLOCK * blocksOf(problem);

/** Values in the first `masks` masks. */
function valuesOf(problem: Problem): number {
  const { counts, values } = zeroValueOf(sparsityOf(problem));
  const masks = masksOf(problem);
  const rest = counts.subarray(0, masks % counts.length).reduce((sum, count) => sum + count, 0);
  return Math.floor(masks / counts.length) * values.length + rest;
}

/** A buffer has an element even where nothing is to be kept. */
const atLeastOne = (count: number): number => Math.max(1, count);

function cost(problem: Problem, widths: AccessWidths) {
  const accesses = new Accesses(widths);
  const { modulus } = accesses;
  const { masks, values } = zeroValueOf(sparsityOf(problem));
  const lanes = Math.min(widths.subgroupWidth, BLOCK);
  const elements = BLOCK * blocksOf(problem);
  const once = Float64Array.from({ length: modulus }, (_, residue) => (residue === 0 ? 1 : 0));
  // A block's masks fill a sector of 32 B: those of a subgroup lie in one.
  const words = Array.from({ length: Math.max(1, lanes / MASK) }, (_, word) => word);
  accesses.add(words, lanes, once, (2 * elements) / lanes);
  const periods = Math.floor(elements / PERIOD);
  for (const [bases, end] of [
    [residueCounts(0, [{ stride: values.length, count: periods }], modulus), PERIOD],
    [residueCounts(periods * values.length, [], modulus), elements % PERIOD],
  ] as const) {
    let start = 0;
    for (let first = 0; first < end; first += lanes) {
      const wanted = Array.from({ length: lanes }, (_, lane) => first + lane).filter(
        (index) => ((masks[Math.floor(index / MASK)] ?? 0) >>> (index % MASK)) & 1,
      );
      accesses.add(
        wanted.map((_, i) => start + i),
        wanted.length,
        bases,
      );
      start += wanted.length;
    }
  }
  const sums = placeSums(problem);
  accesses.add(
    Array.from({ length: lanes }, (_, lane) => lane),
    lanes,
    once,
    sums / lanes,
  );
  const total = bytes(ELEMENT * (2 * masksOf(problem) + valuesOf(problem) + sums));
  return accesses.cost({ flop: flops(valuesOf(problem)), tiled: total, compulsory: total });
}

export const zeroValue = Object.freeze<Kernel>({
  ...bySums,
  id: 'compression/zero-value',
  title: 'Read, zero-value compressed',
  teaches:
    'A bit for each element says whether it is nought, and only the others are stored: the fewer there are, the more elements each byte from memory brings.',
  source,
  sizes: COMPRESSION_SIZES,
  bindings: [
    {
      name: 'masks',
      access: 'read',
      elements: masksOf,
      content: {
        key: contentKey('masks'),
        fill: (problem) => repeated(bitsAsFloats(zeroValueOf(sparsityOf(problem)).masks), masksOf(problem)),
      },
    },
    {
      name: 'starts',
      access: 'read',
      elements: masksOf,
      content: {
        key: contentKey('starts of masks'),
        fill: (problem) => bitsAsFloats(startsOf(zeroValueOf(sparsityOf(problem)).counts, masksOf(problem))),
      },
    },
    {
      name: 'values',
      access: 'read',
      elements: (problem) => atLeastOne(valuesOf(problem)),
      content: {
        key: contentKey('values under masks'),
        fill: (problem) => repeated(zeroValueOf(sparsityOf(problem)).values, atLeastOne(valuesOf(problem))),
      },
    },
    { name: 'sums', access: 'write', elements: placeSums },
  ],
  lengths: (problem) => ({
    MASKS: masksOf(problem),
    VALUES: atLeastOne(valuesOf(problem)),
    SUMS: placeSums(problem),
  }),
  cost,
  reference: (problem, [masks, starts, values]) => {
    if (!masks || !starts || !values) throw new Error('compression/zero-value needs masks, starts and values');
    const words = floatsAsBits(masks);
    const array = new Float32Array(MASK * words.length);
    let next = 0;
    words.forEach((word, at) => {
      for (let bit = 0; bit < MASK; bit++)
        if ((word >>> bit) & 1) array[MASK * at + bit] = values[next++] ?? Number.NaN;
    });
    return sumsByPlace(problem, (index) => array[index] ?? Number.NaN);
  },
});
