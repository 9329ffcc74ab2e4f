import { seededRandom } from '#core/random.ts';
import type { Sliced } from './kernel.ts';

/** Random numbers that are made; a longer array repeats them. A prime, so that no power-of-two chunk or pitch meets them again. */
const PERIOD = 65_521;
/** Elements copied between two yields. */
const COPIED = 2 ** 20;

function* fill<A extends Float32Array | Float64Array>(array: A, seed: number): Sliced<A> {
  const random = seededRandom(seed);
  const made = Math.min(PERIOD, array.length);
  for (let i = 0; i < made; i++) array[i] = 2 * random.next() - 1;
  yield;
  // What is there is copied behind itself; whole periods, so that all of it stays periodic.
  for (let filled = made; filled < array.length; ) {
    const most = Math.max(PERIOD, Math.floor(Math.min(filled, COPIED) / PERIOD) * PERIOD);
    const count = Math.min(most, array.length - filled);
    array.copyWithin(filled, 0, count);
    filled += count;
    yield;
  }
  return array;
}

/** Seeded random float32 in [-1, 1). Throws RangeError where there is no memory. */
export const randomFloats = (length: number, seed: number): Sliced<Float32Array> =>
  fill(new Float32Array(length), seed);
/** Seeded random float64 in [-1, 1). Throws RangeError where there is no memory. */
export const randomDoubles = (length: number, seed: number): Sliced<Float64Array> =>
  fill(new Float64Array(length), seed);
