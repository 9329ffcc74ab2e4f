import type { Reference } from '../kernel.ts';
import { gamma } from '../rounding.ts';

export const INVOCATIONS = 256;
/** Loads of each invocation. */
export const LOADS = 16;

/**
 * Roundings on the longest way from an element to its workgroup's sum: 3 + 2 in the loads' tree (16 in the guarded loop),
 * 2 in the vec4, 16 and 16 in the two stages of workgroup memory, and a few to spare.
 */
const ROUNDINGS = 56;

/**
 * Truth of a kernel whose workgroups each write the sum of the elements they read. `each` calls back with the value of every
 * element of one group; groups with the same `key` have the same sum.
 */
export function groupSums(
  groups: number,
  each: (group: number, take: (value: number) => void) => void,
  key: (group: number) => number = (group) => group,
): Reference {
  const known = new Map<number, { value: number; tolerance: number }>();
  const sumOf = (group: number) => {
    const found = known.get(key(group));
    if (found) return found;
    let value = 0;
    let magnitude = 0;
    each(group, (element) => {
      value += element;
      magnitude += Math.abs(element);
    });
    const sum = { value, tolerance: gamma(ROUNDINGS) * magnitude };
    known.set(key(group), sum);
    return sum;
  };
  return {
    rows: groups,
    rowLength: 1,
    row: (index) => {
      const { value, tolerance } = sumOf(index);
      return { values: Float64Array.of(value), tolerance: Float64Array.of(tolerance) };
    },
    checkWhole: (output) => {
      for (let group = 0; group < groups; group++) {
        const { value, tolerance } = sumOf(group);
        // Written so that NaN fails.
        if (!(Math.abs((output[group] ?? Number.NaN) - value) <= tolerance))
          return `the sum of workgroup ${group} of ${groups} is ${output[group]}, not ${value}`;
      }
      return null;
    },
  };
}
