import type { Loop } from '../access/residues.ts';
import type { Reference } from '../kernel.ts';
import { gamma } from '../rounding.ts';

export const INVOCATIONS = 256;

/** Roundings beyond those of a sum's own additions: the components of a vec4, and one to spare. */
const MORE_ROUNDINGS = 3;

interface Sums {
  readonly values: Float64Array;
  readonly tolerance: Float64Array;
}

/**
 * Truth of a kernel in which each invocation writes the sum of `loads` loads: a row is one workgroup. `each` calls back with
 * every element of an invocation; workgroups with the same `key` have the same sums.
 */
export function laneSums(
  groups: number,
  loads: number,
  each: (group: number, lane: number, take: (value: number) => void) => void,
  key: (group: number) => number = (group) => group,
): Reference {
  const known = new Map<number, Sums>();
  const sumsOf = (group: number): Sums => {
    const found = known.get(key(group));
    if (found) return found;
    const sums = { values: new Float64Array(INVOCATIONS), tolerance: new Float64Array(INVOCATIONS) };
    for (let lane = 0; lane < INVOCATIONS; lane++) {
      let value = 0;
      let magnitude = 0;
      each(group, lane, (element) => {
        value += element;
        magnitude += Math.abs(element);
      });
      sums.values[lane] = value;
      sums.tolerance[lane] = gamma(loads + MORE_ROUNDINGS) * magnitude;
    }
    known.set(key(group), sums);
    return sums;
  };
  return {
    rows: groups,
    rowLength: INVOCATIONS,
    row: sumsOf,
    checkWhole: (output) => {
      for (let group = 0; group < groups; group++) {
        const { values, tolerance } = sumsOf(group);
        for (let lane = 0; lane < INVOCATIONS; lane++) {
          const found = output[group * INVOCATIONS + lane] ?? Number.NaN;
          // Written so that NaN fails.
          if (!(Math.abs(found - (values[lane] ?? 0)) <= (tolerance[lane] ?? 0)))
            return `the sum of invocation ${lane} in workgroup ${group} of ${groups} is ${found}, not ${values[lane]}`;
        }
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
