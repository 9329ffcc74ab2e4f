import { halfBits, halfValue } from '../matmul/operands.ts';
import { every, type MatrixShape, one, type WeightForm, wordsOf } from './forms.ts';
import { UNIT } from './weights.ts';

/**
 * The scale of each group of a row, in units: the least that lets the largest weight of the group be a whole number up to `most`.
 * The numbers are symmetric about nought.
 */
function scalesOf(units: Int16Array, group: number, most: number): number[] {
  return Array.from({ length: Math.ceil(units.length / group) }, (_, index) => {
    let largest = 1;
    for (let at = index * group; at < Math.min((index + 1) * group, units.length); at++)
      largest = Math.max(largest, Math.abs(units[at] ?? 0));
    return Math.ceil(largest / most);
  });
}

/** Scales: f16, two to a word; each row begins a word. */
const scaleWords = ({ columns, group }: MatrixShape): number => Math.ceil(columns / group / 2);

function quantised(bits: 4 | 8): WeightForm {
  const perWord = (32 / bits) as 4 | 8;
  const most = 2 ** (bits - 1) - 1;
  return {
    name: `int${bits}`,
    perStep: perWord,
    grouped: true,
    products: every,
    buffers: [
      {
        name: 'weight',
        wordsOfRow: ({ columns }) => Math.ceil(columns / perWord),
        width: 1,
        at: one,
        pack: (units, { group }) => {
          const scales = scalesOf(units, group, most);
          const words = new Uint32Array(Math.ceil(units.length / perWord));
          for (const [column, unit] of units.entries()) {
            const number = Math.round(unit / (scales[Math.floor(column / group)] ?? 1));
            const word = Math.floor(column / perWord);
            const field = (number & (2 ** bits - 1)) << (bits * (column % perWord));
            words[word] = (words[word] ?? 0) | field;
          }
          return words;
        },
      },
      {
        name: 'scales',
        wordsOfRow: scaleWords,
        width: 1,
        at: (step, { group }) => Math.floor((step * perWord) / group / 2),
        pack: (units, shape) => {
          const halves = new Uint16Array(2 * scaleWords(shape));
          for (const [index, scale] of scalesOf(units, shape.group, most).entries())
            halves[index] = halfBits(scale * UNIT);
          return wordsOf(halves);
        },
      },
    ],
    values: ([words = new Uint32Array(), scales = new Uint32Array()], { columns, group }) =>
      Float64Array.from({ length: columns }, (_, column) => {
        const word = words[Math.floor(column / perWord)] ?? 0;
        // To the top, and down again with copies of the sign.
        const number = (word << (32 - bits - bits * (column % perWord))) >> (32 - bits);
        const index = Math.floor(column / group);
        return number * halfValue(((scales[index >> 1] ?? 0) >>> (16 * (index % 2))) & 0xffff);
      }),
  };
}
export const BYTE_WEIGHTS = quantised(8);
export const NIBBLE_WEIGHTS = quantised(4);
