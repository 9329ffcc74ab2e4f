import { repeated } from '../compression/pattern.ts';
import { halfBits, halfValue } from '../matmul/operands.ts';
import { UNIT, weightUnits } from './weights.ts';

/** A matrix in memory: as many buffers of 32-bit words as its form has, row after row. */
export interface MatrixShape {
  readonly rows: number;
  readonly columns: number;
  /** Columns that share a scale; 0 where none do. */
  readonly group: number;
}

/** One buffer of a form: what of it a row of the matrix takes. */
export interface RowBuffer {
  readonly name: string;
  readonly wordsOfRow: (shape: MatrixShape) => number;
  /** Words that an invocation reads of it at a time, and where those of step `step` of a row begin. */
  readonly width: 1 | 2;
  readonly at: (step: number, shape: MatrixShape) => number;
  /** Bits of a row's words, from its weights in units. */
  readonly pack: (units: Int16Array, shape: MatrixShape) => Uint32Array<ArrayBuffer>;
}

/** How weights are stored, and what a row's words say. */
export interface WeightForm {
  readonly name: string;
  readonly buffers: readonly RowBuffer[];
  /** Columns of one step of an invocation. */
  readonly perStep: 1 | 2 | 4 | 8;
  readonly grouped: boolean;
  /** Multiplications of `columns` weights. */
  readonly products: (columns: number) => number;
  /** float64 weights of a row from its words in each buffer. */
  readonly values: (words: readonly Uint32Array[], shape: MatrixShape) => Float64Array;
}

export const stepsOf = ({ perStep }: WeightForm, { columns }: MatrixShape): number => Math.ceil(columns / perStep);

const wordsOf = (values: Float32Array<ArrayBuffer> | Int8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>) =>
  new Uint32Array(values.buffer);
const one = (step: number): number => step;
const every = (columns: number): number => columns;

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

/** Rows before the matrix repeats itself: a prime, so that no row read in another's place goes unseen by a round stride. */
const DISTINCT_ROWS = 61;

/** A buffer of the whole matrix: the rows' words one after the other, as f32 of the same bits. */
export function packMatrix({ pack, wordsOfRow }: RowBuffer, shape: MatrixShape): Float32Array {
  const words = wordsOfRow(shape);
  const distinct = new Uint32Array(Math.min(shape.rows, DISTINCT_ROWS) * words);
  for (let row = 0; row * words < distinct.length; row++)
    distinct.set(pack(weightUnits(row * shape.columns, shape.columns), shape), row * words);
  return repeated(new Float32Array(distinct.buffer), shape.rows * words);
}
