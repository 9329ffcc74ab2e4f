import { type WeightForm, wordsOf } from './forms.ts';
import { UNIT } from './weights.ts';

/** The places, of four neighbours from `first`, of the two that are largest: first the lower one. */
function keptOf(units: Int16Array, first: number): readonly [number, number] {
  const [one = 0, other = 1] = [0, 1, 2, 3].toSorted(
    (a, b) => Math.abs(units[first + b] ?? 0) - Math.abs(units[first + a] ?? 0),
  );
  return [Math.min(one, other), Math.max(one, other)];
}
const quadsOf = (columns: number): number => Math.ceil(columns / 4);

/** Two of each four neighbouring weights, and where they were. */
export const TWO_OF_FOUR: WeightForm = {
  name: '2-4',
  perStep: 4,
  grouped: false,
  products: (columns) => 2 * quadsOf(columns),
  buffers: [
    {
      name: 'values',
      wordsOfRow: ({ columns }) => 2 * quadsOf(columns),
      width: 2,
      at: (step) => 2 * step,
      pack: (units) => {
        const kept = new Float32Array(2 * quadsOf(units.length));
        for (let quad = 0; quad < kept.length / 2; quad++)
          for (const [index, place] of keptOf(units, 4 * quad).entries())
            kept[2 * quad + index] = (units[4 * quad + place] ?? 0) * UNIT;
        return wordsOf(kept);
      },
    },
    {
      name: 'indices',
      wordsOfRow: ({ columns }) => Math.ceil(quadsOf(columns) / 8),
      width: 1,
      at: (step) => Math.floor(step / 8),
      pack: (units, { columns }) => {
        const words = new Uint32Array(Math.ceil(quadsOf(columns) / 8));
        for (let quad = 0; quad < quadsOf(columns); quad++) {
          const [low, high] = keptOf(units, 4 * quad);
          words[quad >> 3] = (words[quad >> 3] ?? 0) | ((low | (high << 2)) << (4 * (quad % 8)));
        }
        return words;
      },
    },
  ],
  values: ([kept = new Uint32Array(), places = new Uint32Array()], { columns }) => {
    const floats = new Float32Array(kept.buffer, kept.byteOffset, kept.length);
    const values = new Float64Array(4 * quadsOf(columns));
    for (let quad = 0; quad < quadsOf(columns); quad++) {
      const bits = (places[quad >> 3] ?? 0) >>> (4 * (quad % 8));
      for (const [index, place] of [bits & 3, (bits >> 2) & 3].entries())
        values[4 * quad + place] = floats[2 * quad + index] ?? Number.NaN;
    }
    return values;
  },
};
