import { BLOCK, BLOCKS_OF_PERIOD, PERIOD, patternOf } from './pattern.ts';

/** Elements of one mask. */
export const MASK = 32;
export const MASKS_OF_BLOCK = BLOCK / MASK;
/** Values that are decoded together. */
export const FOUR = 4;

/** One period, by masks. */
export interface ZeroValue {
  readonly masks: Uint32Array<ArrayBuffer>;
  /** Values under each mask. */
  readonly counts: Uint32Array;
  /** What is not nought, without gaps. */
  readonly values: Float32Array;
}

function zeroValue(sparsity: number): ZeroValue {
  const pattern = patternOf(sparsity);
  const masks = new Uint32Array(PERIOD / MASK);
  const counts = new Uint32Array(masks.length);
  pattern.forEach((value, i) => {
    if (value === 0) return;
    const word = Math.floor(i / MASK);
    masks[word] = ((masks[word] ?? 0) | (1 << (i % MASK))) >>> 0;
    counts[word] = (counts[word] ?? 0) + 1;
  });
  return { masks, counts, values: pattern.filter((value) => value !== 0) };
}

/** One period, by runs. */
export interface RunLength {
  /** Of four values each: how many noughts come before, a byte each, the first in the lowest. */
  readonly runs: Uint32Array<ArrayBuffer>;
  readonly values: Float32Array;
  /** Fours of each block. */
  readonly counts: Uint32Array;
}

function runLength(sparsity: number): RunLength {
  const pattern = patternOf(sparsity);
  const runs: number[] = [];
  const values: number[] = [];
  const counts = new Uint32Array(BLOCKS_OF_PERIOD);
  for (let block = 0; block < BLOCKS_OF_PERIOD; block++) {
    let run = 0;
    for (const value of pattern.subarray(block * BLOCK, (block + 1) * BLOCK)) {
      if (value === 0) run++;
      else {
        runs.push(run);
        values.push(value);
        run = 0;
      }
    }
    // A block's last four is filled up with noughts, which count nothing wherever they stand.
    for (; values.length % FOUR !== 0; values.push(0)) runs.push(0);
    counts[block] = values.length / FOUR - counts.subarray(0, block).reduce((sum, count) => sum + count, 0);
  }
  const words = Uint32Array.from({ length: runs.length / FOUR }, (_, i) =>
    [0, 1, 2, 3].reduce((word, byte) => (word | ((runs[FOUR * i + byte] ?? 0) << (8 * byte))) >>> 0, 0),
  );
  return { runs: words, values: Float32Array.from(values), counts };
}

function kept<T>(make: (sparsity: number) => T): (sparsity: number) => T {
  const made = new Map<number, T>();
  return (sparsity) => {
    const known = made.get(sparsity) ?? make(sparsity);
    made.set(sparsity, known);
    return known;
  };
}

/** The pattern of so many per cent of noughts in either format, made once. */
export const zeroValueOf = kept(zeroValue);
export const runLengthOf = kept(runLength);
