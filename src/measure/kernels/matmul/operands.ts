import { seededRandom } from '#core/random.ts';
import { type Arithmetic, halves, SINGLE, WHOLE } from './arithmetic.ts';
import type { MatmulSizes } from './cost.ts';

export type Side = 'left' | 'right';

/** How A and B lie in memory, and what is computed with them. */
export interface Operands {
  /** Bytes of one stored element. */
  readonly bytes: 2 | 4;
  /** Steps of K that one stored element holds. */
  readonly steps: number;
  readonly arithmetic: Arithmetic;
  /** What is not plain f32: contents of its own, which `values` reads as A row by row, or B. */
  readonly content?: {
    readonly name: string;
    /** 32-bit words. */
    readonly fill: (side: Side, sizes: MatmulSizes, words: number) => Float32Array;
    readonly values: (side: Side, sizes: MatmulSizes, words: Float32Array) => Float32Array;
  };
}

/** Stored elements along K. */
export const storedDepth = ({ steps }: Operands, { k }: MatmulSizes): number => Math.ceil(k / steps);

export const SINGLES: Operands = { bytes: 4, steps: 1, arithmetic: SINGLE };

const seedOf = (side: Side): number => (side === 'left' ? 1 : 2);

/** Fraction bits of f16, the exponent of 1, and the bit of a minus. */
const [FRACTION, BIAS, MINUS] = [10, 15, 0x8000];

/** The bits of a f16 that is a multiple of 2^−10 in [−1, 1): normal, with the leading bit left out, or nought. */
export function halfBits(value: number): number {
  if (value === 0) return 0;
  const magnitude = Math.abs(value);
  const exponent = Math.floor(Math.log2(magnitude));
  const fraction = (magnitude / 2 ** exponent - 1) * 2 ** FRACTION;
  return (value < 0 ? MINUS : 0) | ((exponent + BIAS) << FRACTION) | fraction;
}

/** The value of any f16 by its bits. IEEE 754 binary16. */
export function halfValue(bits: number): number {
  const sign = bits & MINUS ? -1 : 1;
  const exponent = (bits >> FRACTION) & 31;
  const fraction = (bits & (2 ** FRACTION - 1)) / 2 ** FRACTION;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** (1 - BIAS) : sign * (1 + fraction) * 2 ** (exponent - BIAS);
}

const elementsOf = (side: Side, { m, n, k }: MatmulSizes): number => (side === 'left' ? m * k : k * n);

/** f16, two to a word: seeded 1,024ths in [−1, 1), each exact. Sums of `run` steps of K are f16, of all of them f32. */
export const halvesIn = (arithmetic: Arithmetic): Operands => ({
  bytes: 2,
  steps: 1,
  arithmetic,
  content: {
    name: 'f16',
    fill: (side, _, words) => {
      const random = seededRandom(seedOf(side));
      const bits = Uint16Array.from({ length: 2 * words }, () => halfBits(random.integer(2048) / 1024 - 1));
      return new Float32Array(bits.buffer);
    },
    values: (side, sizes, words) => {
      const bits = new Uint16Array(words.buffer, words.byteOffset, 2 * words.length);
      return Float32Array.from({ length: elementsOf(side, sizes) }, (_, i) => halfValue(bits[i] ?? 0));
    },
  },
});

/** Sixteen steps of K are added up in f16. */
export const HALVES = halvesIn(halves(16));

/** Whole numbers from −127 to 127, four steps of K to a word; what K does not fill of the last word is nought. */
const BYTE = 127;
const PER_WORD = 4;

/** Where step `step` of row `line` of A, or of column `line` of B, lies among the bytes. */
const byteAt = (side: Side, sizes: MatmulSizes, line: number, step: number): number => {
  const depth = Math.ceil(sizes.k / PER_WORD);
  const word = Math.floor(step / PER_WORD);
  return PER_WORD * (side === 'left' ? line * depth + word : word * sizes.n + line) + (step % PER_WORD);
};

export const BYTES: Operands = {
  bytes: 4,
  steps: PER_WORD,
  arithmetic: WHOLE,
  content: {
    name: 'int8',
    fill: (side, sizes, words) => {
      const random = seededRandom(seedOf(side));
      const bytes = new Int8Array(PER_WORD * words);
      for (let line = 0; line < (side === 'left' ? sizes.m : sizes.n); line++)
        for (let step = 0; step < sizes.k; step++)
          bytes[byteAt(side, sizes, line, step)] = random.integer(2 * BYTE + 1) - BYTE;
      return new Float32Array(bytes.buffer);
    },
    values: (side, sizes, words) => {
      const bytes = new Int8Array(words.buffer, words.byteOffset, PER_WORD * words.length);
      const { m, n, k } = sizes;
      const values = new Float32Array(elementsOf(side, sizes));
      for (let line = 0; line < (side === 'left' ? m : n); line++)
        for (let step = 0; step < k; step++)
          values[side === 'left' ? line * k + step : step * n + line] = bytes[byteAt(side, sizes, line, step)] ?? 0;
      return values;
    },
  },
};
