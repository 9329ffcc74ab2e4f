import { halfBits, halfValue } from '../matmul/operands.ts';
import { every, one, type WeightForm, wordsOf } from './forms.ts';
import { UNIT } from './weights.ts';

export const SINGLE_WEIGHTS: WeightForm = {
  name: 'f32',
  perStep: 1,
  grouped: false,
  products: every,
  buffers: [
    {
      name: 'weight',
      wordsOfRow: ({ columns }) => columns,
      width: 1,
      at: one,
      pack: (units) => wordsOf(Float32Array.from(units, (unit) => unit * UNIT)),
    },
  ],
  values: ([words = new Uint32Array()]) =>
    Float64Array.from(new Float32Array(words.buffer, words.byteOffset, words.length)),
};

export const HALF_WEIGHTS: WeightForm = {
  name: 'f16',
  perStep: 2,
  grouped: false,
  products: every,
  buffers: [
    {
      name: 'weight',
      wordsOfRow: ({ columns }) => Math.ceil(columns / 2),
      width: 1,
      at: one,
      pack: (units) => {
        const halves = new Uint16Array(2 * Math.ceil(units.length / 2));
        for (const [column, unit] of units.entries()) halves[column] = halfBits(unit * UNIT);
        return wordsOf(halves);
      },
    },
  ],
  values: ([words = new Uint32Array()], { columns }) => {
    const halves = new Uint16Array(words.buffer, words.byteOffset, 2 * words.length);
    return Float64Array.from({ length: columns }, (_, column) => halfValue(halves[column] ?? 0));
  },
};
