import { bytes, flops } from '#core/units.ts';
import { SOFTMAX_FLOP } from '#model/workload/op-cost.ts';
import lanesSource from '#shaders/elementwise/parts/lanes.wgsl?raw';
import source from '#shaders/elementwise/softmax.wgsl?raw';
import { ELEMENT, Tally } from '../access/tally.ts';
import type { AccessWidths, Kernel, Problem } from '../kernel.ts';
import { contiguous } from '../memory/lane-sums.ts';
import { foldGroups, sizeOf } from '../problem.ts';
import { gamma, UNIT_ROUNDOFF } from '../rounding.ts';
import { LANES, type RowTruth, rowRoundings, rowsReference, SUMS_BYTES } from './rows.ts';
import { extent, sizesOf } from './sizes.ts';

/** The largest, the sum, the quotients. */
const PASSES = 3;

const shape = (problem: Problem) => {
  const [outer = 1, length = 1, inner = 1] = sizesOf(problem, ['outer', 'extent', 'inner']);
  // Rows that lie together are shared; else neighbours take neighbouring columns.
  const lanes = inner === 1 ? LANES : 1;
  return { outer, length, inner, lanes, columns: outer * inner, elements: outer * length * inner };
};

const groups = (problem: Problem) => {
  const { columns, lanes } = shape(problem);
  return foldGroups(Math.ceil(columns / (LANES / lanes)));
};

function cost(problem: Problem, widths: AccessWidths) {
  const { outer, length, inner, elements } = shape(problem);
  const tally = new Tally(widths);
  const lanes = Math.min(widths.subgroupWidth, LANES);
  for (let pass = 0; pass < PASSES + 1; pass++)
    if (inner === 1)
      for (const access of contiguous(length, lanes, 1, { again: [{ stride: length, count: outer }] }))
        tally.add(access);
    else
      tally.addGrid({
        sizes: [outer, inner],
        taps: [{ start: 0, strides: [length * inner, 1] }],
        width: 1,
        run: lanes,
        again: [{ stride: inner, count: length }],
      });
  const once = bytes(ELEMENT * 2 * elements);
  return tally.cost({ flop: flops(SOFTMAX_FLOP * elements), tiled: once, compulsory: once });
}

/** Softmax of one column, in float64, and what f32 may make of it. */
function softmaxOf(scores: Float64Array, roundings: number): RowTruth {
  const largest = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const exponentials = scores.map((score) => Math.exp(score - largest));
  // WGSL grants exp(d) 3 + 2·|d| ulp (section 15.7.4.1), an ulp being two roundings; and d itself is rounded, which moves it by two of |d|.
  const relative = scores.map((score) => (6 + 6 * (largest - score)) * UNIT_ROUNDOFF);
  const sum = exponentials.reduce((a, b) => a + b, 0);
  const sumError = exponentials.reduce((all, value, i) => all + value * (relative[i] ?? 0), 0) / sum + gamma(roundings);
  const values = exponentials.map((value) => value / sum);
  return {
    values,
    // The quotient may be off by 2.5 ulp; what is too small for a normal number may be flushed.
    tolerance: values.map((value, i) => 1.001 * value * ((relative[i] ?? 0) + sumError + gamma(5)) + 2 ** -125),
  };
}

export const softmax = Object.freeze<Kernel>({
  id: 'elementwise/softmax',
  family: 'elementwise',
  title: 'Softmax',
  teaches:
    'Three looks at each row, for its largest, its sum and its quotients: while a row stays in the cache they cost one read of memory, not three.',
  source: source + lanesSource,
  entryPoint: 'main',
  sizes: [
    extent('outer', 'Rows', 1024),
    extent('extent', 'Elements that sum to 1', 1024),
    extent('inner', 'Distance of two of them', 1),
  ],
  bindings: [
    { name: 'x', access: 'read', elements: (problem) => shape(problem).elements },
    { name: 'y', access: 'write', elements: (problem) => shape(problem).elements },
  ],
  workgroup: [LANES, 1, 1],
  // One for the largest beside the two that sums have.
  workgroupBytes: 1.5 * SUMS_BYTES,
  overrides: (problem) => {
    const { outer, length, inner, lanes } = shape(problem);
    return { OUTER: outer, EXTENT: length, INNER: inner, LANES: lanes, GROUPS_X: groups(problem)[0] };
  },
  lengths: (problem) => ({ X_LENGTH: shape(problem).elements, Y_LENGTH: shape(problem).elements }),
  workgroups: groups,
  cost,
  reference: (problem, [x]) => {
    const { outer, length, inner, lanes, elements } = shape(problem);
    const roundings = lanes === 1 ? 2 * length : rowRoundings(sizeOf(problem, 'extent'));
    return rowsReference(elements, outer, length * inner, (row) => {
      const values = new Float64Array(length * inner);
      const tolerance = new Float64Array(length * inner);
      for (let column = 0; column < inner; column++) {
        const at = (i: number) => i * inner + column;
        const scores = Float64Array.from({ length }, (_, i) => x?.[row * length * inner + at(i)] ?? Number.NaN);
        const truth = softmaxOf(scores, roundings);
        for (let i = 0; i < length; i++) {
          values[at(i)] = truth.values[i] ?? Number.NaN;
          tolerance[at(i)] = truth.tolerance[i] ?? 0;
        }
      }
      return { values, tolerance };
    });
  },
});
