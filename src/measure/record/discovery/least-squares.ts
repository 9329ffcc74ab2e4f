/** Non-negative least squares of a target of ones by at most a few columns, from their inner products. */
export interface Solution {
  /** One for each column; 0 where it would be negative. */
  readonly coefficients: readonly number[];
  /** Sum of squares left over. */
  readonly residual: number;
}

/** Below this share of a column's own square, what is left of it after the others is rounding. */
const DEPENDENT = 1e-9;

type Matrix = readonly (readonly number[])[];

/** Cholesky's factor of the rows and columns in `active`; null where they depend on each other. */
function factorOf(gram: Matrix, active: readonly number[]): readonly (readonly number[])[] | null {
  const lower: number[][] = [];
  for (const [i, column] of active.entries()) {
    const row: number[] = [];
    const products = gram[column] as readonly number[];
    for (let j = 0; j <= i; j++) {
      const other = j < i ? (lower[j] as number[]) : row;
      let sum = products[active[j] as number] as number;
      for (let k = 0; k < j; k++) sum -= (row[k] as number) * (other[k] as number);
      if (j < i) row.push(sum / (other[j] as number));
      else if (sum <= DEPENDENT * (products[column] as number)) return null;
      else row.push(Math.sqrt(sum));
    }
    lower.push(row);
  }
  return lower;
}

/** Solves lower · x = right, in place of x. */
function forward(lower: Matrix, right: ArrayLike<number>, x: { [index: number]: number }): void {
  for (let i = 0; i < lower.length; i++) {
    const row = lower[i] as readonly number[];
    let sum = right[i] as number;
    for (let k = 0; k < i; k++) sum -= (row[k] as number) * (x[k] as number);
    x[i] = sum / (row[i] as number);
  }
}

/** Solves the transpose of lower · x = x, in place. */
function backward(lower: Matrix, x: { [index: number]: number }): void {
  for (let i = lower.length - 1; i >= 0; i--) {
    let sum = x[i] as number;
    for (let k = i + 1; k < lower.length; k++) sum -= ((lower[k] as readonly number[])[i] as number) * (x[k] as number);
    x[i] = sum / ((lower[i] as readonly number[])[i] as number);
  }
}

/**
 * Solves the normal equations over the columns in `active`; null where they depend on each other. `gram[i][j]` is column i ·
 * column j, `right[i]` column i · target.
 */
export function solve(gram: Matrix, right: readonly number[], active: readonly number[]): readonly number[] | null {
  const lower = factorOf(gram, active);
  if (lower === null) return null;
  const answer = new Array<number>(active.length).fill(0);
  forward(
    lower,
    active.map((column) => right[column] as number),
    answer,
  );
  backward(lower, answer);
  return answer;
}

/**
 * The most negative coefficient's column leaves, one at a time: an active set that only shrinks, enough for a few columns. The
 * first column stays.
 */
export function nonNegative(gram: Matrix, right: readonly number[], targetSquare: number): Solution {
  let active = right.map((_, i) => i);
  for (;;) {
    const answer = solve(gram, right, active);
    let worst = answer === null ? active.length - 1 : -1;
    answer?.forEach((value, i) => {
      if (value < 0 && (worst < 0 || value < (answer[worst] as number))) worst = i;
    });
    if (answer !== null && worst < 0) {
      const coefficients = new Array<number>(right.length).fill(0);
      let explained = 0;
      active.forEach((column, i) => {
        coefficients[column] = answer[i] as number;
        explained += (answer[i] as number) * (right[column] as number);
      });
      return { coefficients, residual: Math.max(0, targetSquare - explained) };
    }
    // Without the first column there is no nearest tier: these columns explain nothing.
    if (worst === 0) return { coefficients: right.map(() => 0), residual: targetSquare };
    active = active.toSpliced(worst, 1);
  }
}

/**
 * The residual with one column more than fixed ones, for many such columns: by bordering the factor of the fixed ones, and anew
 * only where a coefficient would be negative. `products`: the new column with each fixed one.
 */
export function bordered(
  gram: Matrix,
  right: readonly number[],
  targetSquare: number,
): (products: Float64Array, square: number, withTarget: number) => number {
  const size = right.length;
  const lower = factorOf(
    gram,
    right.map((_, i) => i),
  );
  const reached = new Float64Array(size);
  if (lower) forward(lower, right, reached);
  const bare = targetSquare - dot(reached, reached);
  const border = new Float64Array(size);
  const others = new Float64Array(size);
  return (products, square, withTarget) => {
    if (lower !== null) {
      forward(lower, products, border);
      const left = square - dot(border, border);
      if (left > DEPENDENT * square) {
        const coefficient = (withTarget - dot(border, reached)) / left;
        for (let i = 0; i < size; i++) others[i] = (reached[i] as number) - (border[i] as number) * coefficient;
        backward(lower, others);
        if (coefficient >= 0 && others.every((one) => one >= 0)) return Math.max(0, bare - coefficient ** 2 * left);
      }
    }
    const wider = [...gram.map((row, i) => [...row, products[i] as number]), [...products, square]];
    return nonNegative(wider, [...right, withTarget], targetSquare).residual;
  };
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
