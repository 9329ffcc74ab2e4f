import type { Loop } from '../access/residues.ts';
import type { Reference } from '../kernel.ts';
import { gamma } from '../rounding.ts';

export const INVOCATIONS = 256;

/** Roundings beyond those of a sum's own additions: the components of a vec4, and one to spare. */
const MORE_ROUNDINGS = 3;

/** Sums of the elements that invocations read, and of their magnitudes, by workgroup × 256 + invocation. */
export interface Totals {
  readonly values: Float64Array;
  readonly magnitudes: Float64Array;
}

/**
 * Truth of a kernel in which each invocation writes the sum of `loads` loads: a row is one workgroup. `fill` adds up the first
 * `distinct` workgroups, after which they repeat. It runs once, when the first row is asked for.
 */
export function laneSums(groups: number, distinct: number, loads: number, fill: (totals: Totals) => void): Reference {
  let known: Totals | null = null;
  const totals = (): Totals => {
    if (known) return known;
    const length = distinct * INVOCATIONS;
    known = { values: new Float64Array(length), magnitudes: new Float64Array(length) };
    fill(known);
    return known;
  };
  const relative = gamma(loads + MORE_ROUNDINGS);
  return {
    rows: groups,
    rowLength: INVOCATIONS,
    row: (group) => {
      const { values, magnitudes } = totals();
      const first = (group % distinct) * INVOCATIONS;
      return {
        values: values.slice(first, first + INVOCATIONS),
        tolerance: magnitudes.slice(first, first + INVOCATIONS).map((magnitude) => relative * magnitude),
      };
    },
    checkWhole: (output) => {
      const { values, magnitudes } = totals();
      for (let i = 0; i < groups * INVOCATIONS; i++) {
        const found = output[i] ?? Number.NaN;
        const right = values[i % values.length] ?? 0;
        // Written so that NaN fails.
        if (!(Math.abs(found - right) <= relative * (magnitudes[i % values.length] ?? 0)))
          return `the sum of invocation ${i % INVOCATIONS} in workgroup ${Math.floor(i / INVOCATIONS)} of ${groups} is ${found}, not ${right}`;
      }
      return null;
    },
  };
}

/** The stores of `sums` results by subgroups of `lanes`, for the tally. */
export const sumStores = (sums: number, lanes: number) => ({
  offsets: Array.from({ length: lanes }, (_, lane) => lane),
  width: 1,
  start: 0,
  loops: [{ stride: lanes, count: sums / lanes }] satisfies Loop[],
});
