import { UNIT_ROUNDOFF } from '../rounding.ts';
import { unwrittenRows } from '../verify.ts';
import type { MatmulSizes } from './cost.ts';

/** Standard deviations of rounding that are allowed: a sound output fails once in 10^8 rows (2·exp(−λ²/2)). */
const DEVIATIONS = 6;
/** Wrong elements of one row may cancel for one vector of signs with probability at most 1/2. */
const VECTORS = 2;

const at = (values: Float32Array | Float64Array, index: number): number => values[index] ?? Number.NaN;

/**
 * Freivalds' check: A·(B·x) against C·x for random signs x, in float64: O(mn + mk + kn) for a product of 2mnk FLOP.
 *
 * Tolerance of row i: the rounding of one output is at most λ·√k·u·|a_i|·|b_j| with high probability (Higham & Mary 2019,
 * theorem 2.4, with Cauchy–Schwarz for Σ|a||b|); signs are independent of it, so that their sum over j grows as the root of
 * the sum of squares (Hoeffding), which gives λ·√k·u·‖a_i‖·‖B‖_F. A sentence where a row is off by more; null where none is.
 */
export function freivalds(
  { m, n, k }: MatmulSizes,
  a: Float32Array,
  b: Float32Array,
  c: Float32Array,
  random: () => number,
): string | null {
  const unwritten = unwrittenRows(c, m, n);
  if (unwritten) return unwritten;
  let squares = 0;
  for (let i = 0; i < k * n; i++) squares += at(b, i) ** 2;
  const normB = Math.sqrt(squares);
  for (let vector = 0; vector < VECTORS; vector++) {
    const signs = Float64Array.from({ length: n }, () => (random() < 0.5 ? -1 : 1));
    const product = new Float64Array(k);
    for (let i = 0; i < k; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += at(b, i * n + j) * at(signs, j);
      product[i] = sum;
    }
    for (let row = 0; row < m; row++) {
      let expected = 0;
      let normA = 0;
      for (let i = 0; i < k; i++) {
        const left = at(a, row * k + i);
        expected += left * at(product, i);
        normA += left * left;
      }
      let found = 0;
      for (let j = 0; j < n; j++) found += at(c, row * n + j) * at(signs, j);
      const tolerance = DEVIATIONS * Math.sqrt(k) * UNIT_ROUNDOFF * Math.sqrt(normA) * normB;
      const error = Math.abs(found - expected);
      // Written so that NaN fails.
      if (!(error <= tolerance))
        return `row ${row} of ${m} fails Freivalds' check: off by ${error.toPrecision(3)}, rounding allows ${tolerance.toPrecision(3)}`;
    }
  }
  return null;
}
