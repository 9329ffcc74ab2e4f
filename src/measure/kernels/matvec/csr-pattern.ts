import { seededRandom } from '#core/random.ts';
import type { Problem } from '../kernel.ts';
import { sizeOf } from '../problem.ts';

/**
 * Rows before the pattern of columns repeats. Their entries together fill whole sectors, so that what the pattern costs is counted once.
 */
export const PERIOD = 64;
/** Rows are up to this share longer or shorter than the mean: as many longer as shorter. */
const SPREAD = 1 / 4;

/** Which columns the rows of one period keep, ascending in each row. */
export interface CsrPattern {
  /** Entries before each row of the period, and after its last. */
  readonly starts: Uint32Array;
  readonly columns: Uint32Array;
}

const made = new Map<string, CsrPattern>();
/** Patterns that are remembered. */
const KEPT = 8;

export function patternOf(problem: Problem): CsrPattern {
  const [columns, sparsity] = [sizeOf(problem, 'columns'), sizeOf(problem, 'sparsity')];
  const key = `${columns}:${sparsity}`;
  const known = made.get(key);
  if (known) return known;
  const random = seededRandom(1 + sparsity);
  const mean = Math.max(1, Math.round((columns * (100 - sparsity)) / 100));
  const most = Math.floor(SPREAD * Math.min(mean, columns - mean));
  const starts = new Uint32Array(PERIOD + 1);
  const entries = new Uint32Array(PERIOD * mean);
  let more = 0;
  let at = 0;
  for (let row = 0; row < PERIOD; row++) {
    if (row % 2 === 0) more = random.integer(most + 1);
    // Knuth, The Art of Computer Programming, vol. 2, 3.4.2, algorithm S: so many of all columns, each as likely, ascending.
    let left = row % 2 === 0 ? mean + more : mean - more;
    for (let column = 0; left > 0; column++)
      if ((columns - column) * random.next() < left) {
        left--;
        entries[at++] = column;
      }
    starts[row + 1] = at;
  }
  const pattern = { starts, columns: entries };
  const [oldest] = made.keys();
  if (made.size >= KEPT && oldest !== undefined) made.delete(oldest);
  made.set(key, pattern);
  return pattern;
}

/** Entries before a row of the whole matrix. */
export function entriesBefore({ starts }: CsrPattern, row: number): number {
  return Math.floor(row / PERIOD) * (starts[PERIOD] ?? 0) + (starts[row % PERIOD] ?? 0);
}
