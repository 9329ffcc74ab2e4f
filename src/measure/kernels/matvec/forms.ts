import { repeated } from '../compression/pattern.ts';
import { weightUnits } from './weights.ts';

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

/** The bits of other arrays as words. */
export const wordsOf = (
  values: Float32Array<ArrayBuffer> | Int8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>,
): Uint32Array<ArrayBuffer> => new Uint32Array(values.buffer);
/** A word for each step. */
export const one = (step: number): number => step;
/** Every weight is multiplied. */
export const every = (columns: number): number => columns;

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
