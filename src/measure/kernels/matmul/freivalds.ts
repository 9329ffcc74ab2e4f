import { unwrittenRows } from '../poison.ts';
import type { Arithmetic } from './arithmetic.ts';
import type { MatmulSizes } from './cost.ts';

/** Wrong elements of one row may cancel for one vector of signs with probability at most 1/2. */
const VECTORS = 2;

const at = (values: Float32Array | Float64Array, index: number): number => values[index] ?? Number.NaN;

/** Rows of A and columns of B that hold NaN or an infinity: a sum over one of them says nothing of the others. */
export interface WildLines {
  readonly rows: ReadonlySet<number>;
  readonly columns: ReadonlySet<number>;
}

export function wildLines({ m, n, k }: MatmulSizes, a: Float32Array, b: Float32Array): WildLines {
  const rows = new Set<number>();
  const columns = new Set<number>();
  for (let i = 0; i < m * k; i++) if (!Number.isFinite(a[i])) rows.add(Math.floor(i / k));
  for (let i = 0; i < k * n; i++) if (!Number.isFinite(b[i])) columns.add(i % n);
  return { rows, columns };
}

/** A product's operands, and what its sums are computed in. */
export interface Factors {
  readonly sizes: MatmulSizes;
  readonly a: Float32Array;
  readonly b: Float32Array;
  readonly arithmetic: Arithmetic;
  readonly wild: WildLines;
}

/**
 * Freivalds' check: A·(B·x) against C·x for random signs x, in float64: O(mn + mk + kn) for a product of 2mnk FLOP. A sentence
 * where a row is off by more than the arithmetic allows; null where none is. `wild` lines are left out of it.
 */
export function freivalds(
  { sizes, a, b, arithmetic, wild }: Factors,
  c: Float32Array,
  random: () => number,
): string | null {
  const { m, n, k } = sizes;
  const unwritten = unwrittenRows(c, m, n);
  if (unwritten) return unwritten;
  const columns = Array.from({ length: n }, (_, column) => column).filter((column) => !wild.columns.has(column));
  let squares = 0;
  for (let i = 0; i < k; i++) for (const column of columns) squares += at(b, i * n + column) ** 2;
  const normB = Math.sqrt(squares);
  for (let vector = 0; vector < VECTORS; vector++) {
    const signs = Float64Array.from({ length: n }, () => (random() < 0.5 ? -1 : 1));
    const product = new Float64Array(k);
    for (let i = 0; i < k; i++) {
      let sum = 0;
      for (const column of columns) sum += at(b, i * n + column) * at(signs, column);
      product[i] = sum;
    }
    for (let row = 0; row < m; row++) {
      if (wild.rows.has(row)) continue;
      let expected = 0;
      let normA = 0;
      for (let i = 0; i < k; i++) {
        const left = at(a, row * k + i);
        expected += left * at(product, i);
        normA += left * left;
      }
      let found = 0;
      for (const column of columns) found += at(c, row * n + column) * at(signs, column);
      const tolerance = arithmetic.signedSum(sizes, Math.sqrt(normA), normB);
      const error = Math.abs(found - expected);
      // Written so that NaN fails.
      if (!(error <= tolerance))
        return `row ${row} of ${m} fails Freivalds' check: off by ${error.toPrecision(3)}, rounding allows ${tolerance.toPrecision(3)}`;
    }
  }
  return null;
}
