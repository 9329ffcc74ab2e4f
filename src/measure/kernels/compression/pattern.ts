import { seededRandom } from '#core/random.ts';
import type { Problem, SizeSpec } from '../kernel.ts';
import { sizeOf } from '../problem.ts';

/** Elements after which the content repeats itself, so that what it costs to read is counted once. */
export const PERIOD = 2 ** 16;
/** Elements of a block. */
export const BLOCK = 256;
export const BLOCKS_OF_PERIOD = PERIOD / BLOCK;

export const COMPRESSION_SIZES: readonly SizeSpec[] = [
  { key: 'elements', label: 'Elements', min: 1, max: 2 ** 29, default: 2 ** 20 },
  { key: 'sparsity', label: 'Noughts, per cent', min: 0, max: 100, default: 50 },
];

/** Whole blocks; the padding is in the buffers, in the cost and in the check. */
export const blocksOf = (problem: Problem): number => Math.ceil(sizeOf(problem, 'elements') / BLOCK);
export const sparsityOf = (problem: Problem): number => sizeOf(problem, 'sparsity');

/** Names content that follows from the problem alone. */
export const contentKey = (format: string) => (problem: Problem) =>
  `compression:${format}:${blocksOf(problem)}:${sparsityOf(problem)}`;

const made = new Map<number, Float32Array>();

/**
 * One period of the array: so many per cent of its elements, drawn without an order, are nought, and the rest seeded random f32 of
 * magnitude 1/8 to 1.
 */
export function patternOf(sparsity: number): Float32Array {
  const known = made.get(sparsity);
  if (known) return known;
  const random = seededRandom(1 + sparsity);
  const places = Uint32Array.from({ length: PERIOD }, (_, i) => i);
  const pattern = new Float32Array(PERIOD);
  const count = Math.round((PERIOD * (100 - sparsity)) / 100);
  for (let i = 0; i < count; i++) {
    // Fisher and Yates: the first `count` of a shuffle.
    const other = i + random.integer(PERIOD - i);
    const place = places[other] ?? 0;
    places[other] = places[i] ?? 0;
    const magnitude = (2 ** 20 + random.integer(7 * 2 ** 20)) / 2 ** 23;
    pattern[place] = random.next() < 0.5 ? -magnitude : magnitude;
  }
  made.set(sparsity, pattern);
  return pattern;
}

/** `length` elements that repeat the first ones. */
export function repeated(period: Float32Array, length: number): Float32Array {
  const all = new Float32Array(length);
  if (period.length === 0) return all;
  all.set(period.subarray(0, Math.min(length, period.length)));
  for (let at = period.length; at < length; at *= 2) all.copyWithin(at, 0, Math.min(at, length - at));
  return all;
}

/** What an array of 32-bit integers is to a buffer of f32: the same bits. */
export const bitsAsFloats = (words: Uint32Array<ArrayBuffer>): Float32Array => new Float32Array(words.buffer);
export const floatsAsBits = (values: Float32Array): Uint32Array =>
  new Uint32Array(values.buffer, values.byteOffset, values.length);

/** Running starts of blocks that have as many entries as `counts` says again and again: `length` of them. */
export function startsOf(counts: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const starts = new Uint32Array(length);
  for (let i = 1; i < length; i++) starts[i] = (starts[i - 1] ?? 0) + (counts[(i - 1) % counts.length] ?? 0);
  return starts;
}
