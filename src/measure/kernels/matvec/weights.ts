import { seededRandom } from '#core/random.ts';

/** Numbers before they repeat. A prime: no row begins where another did before so many rows. */
const PERIOD = 65_521;
/** Weights are whole numbers of this: f16 and f32 hold each exactly, so that both forms are the same matrix. */
export const UNIT = 2 ** -10;

let table: Int16Array | null = null;
function drawn(): Int16Array {
  const random = seededRandom(1);
  table ??= Int16Array.from({ length: PERIOD }, () => random.integer(2 / UNIT) - 1 / UNIT);
  return table;
}

/** `count` weights from element `first` of the matrix on, in units: seeded, from −1,024 to 1,023. */
export function weightUnits(first: number, count: number): Int16Array {
  const period = drawn();
  const units = new Int16Array(count);
  for (let at = 0; at < count; ) {
    const from = (first + at) % PERIOD;
    const length = Math.min(PERIOD - from, count - at);
    units.set(period.subarray(from, from + length), at);
    at += length;
  }
  return units;
}

/** All of them before they repeat. */
export const weightsDrawn = (): Float32Array => Float32Array.from(drawn(), (unit) => unit * UNIT);
