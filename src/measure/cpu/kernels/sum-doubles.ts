/** Unit roundoff of float64. */
export const UNIT_ROUNDOFF_DOUBLE = 2 ** -53;

/**
 * Sum of elements [from, end) in eight chains, a line of 64 bytes an iteration, so that loads need not wait for additions.
 * `total` goes in and the sum comes out on top of it.
 */
export function sumDoubles(values: Float64Array, from: number, end: number, total: number): number {
  let a = total;
  let b = 0;
  let c = 0;
  let d = 0;
  let e = 0;
  let f = 0;
  let g = 0;
  let h = 0;
  let i = from;
  for (; i + 7 < end; i += 8) {
    a += values[i] as number;
    b += values[i + 1] as number;
    c += values[i + 2] as number;
    d += values[i + 3] as number;
    e += values[i + 4] as number;
    f += values[i + 5] as number;
    g += values[i + 6] as number;
    h += values[i + 7] as number;
  }
  for (; i < end; i++) a += values[i] as number;
  return a + b + (c + d) + (e + f + (g + h));
}

/** Sum of elements [from, end) one after another, and how much a sum in another order may differ, each repeated `times`. */
export function referenceSum(
  values: Float64Array,
  from: number,
  end: number,
  times = 1,
): { readonly sum: number; readonly tolerance: number } {
  let sum = 0;
  let magnitude = 0;
  for (let i = from; i < end; i++) {
    const value = values[i] as number;
    sum += value;
    magnitude += Math.abs(value);
  }
  const terms = (end - from) * times + 8;
  // n·u of the sum of magnitudes for each of both orders. Higham 2002, section 4.2.
  return { sum: sum * times, tolerance: 2 * terms * UNIT_ROUNDOFF_DOUBLE * magnitude * times };
}
