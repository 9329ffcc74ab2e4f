import type { Loop } from '../access/residues.ts';
import type { SubgroupAccess } from '../access/tally.ts';
import type { Reference } from '../kernel.ts';
import { gamma } from '../rounding.ts';

export const INVOCATIONS = 256;

/** Roundings beyond those of a sum's own additions: the components of a vec4, and one to spare. */
const MORE_ROUNDINGS = 3;

/**
 * Loads above which the whole output is not checked, only sampled rows of it: a processor takes some 10 ns for each, and a Stop
 * must not wait for it.
 */
const MOST_WHOLE = 2 ** 21;

/** What the invocations of one workgroup sum, and the same of magnitudes. */
interface Row {
  readonly values: Float64Array;
  readonly magnitudes: Float64Array;
}

/**
 * Truth of a kernel in which each invocation writes the sum of `loads` loads: a row is one workgroup. `add` adds what the invocations
 * of one workgroup load, element by element; after the first `distinct` workgroups the rows repeat.
 */
export function laneSums(
  groups: number,
  distinct: number,
  loads: number,
  add: (group: number, take: (lane: number, element: number) => void) => void,
): Reference {
  const known = new Map<number, Row>();
  const rowOf = (group: number): Row => {
    const number = group % distinct;
    const kept = known.get(number);
    if (kept) return kept;
    const values = new Float64Array(INVOCATIONS);
    const magnitudes = new Float64Array(INVOCATIONS);
    add(number, (lane, element) => {
      values[lane] = (values[lane] ?? 0) + element;
      magnitudes[lane] = (magnitudes[lane] ?? 0) + Math.abs(element);
    });
    const row = { values, magnitudes };
    known.set(number, row);
    return row;
  };
  const relative = gamma(loads + MORE_ROUNDINGS);
  const checkWhole = (output: Float32Array): string | null => {
    for (let group = 0; group < groups; group++) {
      const { values, magnitudes } = rowOf(group);
      for (let lane = 0; lane < INVOCATIONS; lane++) {
        const found = output[group * INVOCATIONS + lane] ?? Number.NaN;
        const right = values[lane] ?? 0;
        // Written so that NaN fails.
        if (!(Math.abs(found - right) <= relative * (magnitudes[lane] ?? 0)))
          return `the sum of invocation ${lane} in workgroup ${group} of ${groups} is ${found}, not ${right}`;
      }
    }
    return null;
  };
  return {
    rows: groups,
    rowLength: INVOCATIONS,
    row: (group) => {
      const { values, magnitudes } = rowOf(group);
      return { values, tolerance: magnitudes.map((magnitude) => relative * magnitude) };
    },
    ...(distinct * INVOCATIONS * loads <= MOST_WHOLE && { checkWhole }),
  };
}

/**
 * `count` loads or stores of `width` elements each, one after the other from `start`, by subgroups of `lanes`; `again` are
 * the loops that repeat them.
 */
export function contiguous(
  count: number,
  lanes: number,
  width: number,
  { start = 0, again = [] }: { readonly start?: number; readonly again?: readonly Loop[] } = {},
): readonly SubgroupAccess[] {
  const whole = Math.floor(count / lanes);
  const offsets = Array.from({ length: lanes }, (_, lane) => width * lane);
  return [
    { offsets, width, start, loops: [{ stride: width * lanes, count: whole }, ...again] },
    { offsets: offsets.slice(0, count - whole * lanes), width, start: start + width * lanes * whole, loops: again },
  ];
}

/** The stores of `sums` results by subgroups of `lanes`, for the tally. */
export const sumStores = (sums: number, lanes: number) => ({
  offsets: Array.from({ length: lanes }, (_, lane) => lane),
  width: 1,
  start: 0,
  loops: [{ stride: lanes, count: sums / lanes }] satisfies Loop[],
});
