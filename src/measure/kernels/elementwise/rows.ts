import { bytes, flops } from '#core/units.ts';
import lanesSource from '#shaders/elementwise/parts/lanes.wgsl?raw';
import { ELEMENT, Tally } from '../access/tally.ts';
import type { AccessWidths, Binding, Kernel, Problem, Reference } from '../kernel.ts';
import { contiguous } from '../memory/lane-sums.ts';
import { valueText, worstOfRow } from '../mismatch.ts';
import { foldGroups } from '../problem.ts';

/** Invocations that share a row. */
export const LANES = 64;
/** Invocations that add up the parts of all, in lanes.wgsl. */
const JOINERS = 8;
/** Bytes of workgroup memory for two sums of each, in lanes.wgsl. */
export const SUMS_BYTES = 2 * 4 * (LANES + JOINERS);
/** Results of kernels with one a row that are checked together. */
const JOINED = 16;
/** Elements of input above which rows are only sampled. */
const MOST_WHOLE = 2 ** 20;

/**
 * Roundings that an element meets in a mean of a row as lanes.wgsl makes it: those of its invocation's sum, of eight parts and of
 * eight eighths, each as much as two to nearest; and of the division by the count, 2.5 ulp (WGSL, section 15.7.4.1).
 */
export const rowRoundings = (columns: number): number => 2 * (Math.ceil(columns / LANES) + 2 * JOINERS) + 5;

/** What belongs in one row of the output, and how far off it may be. */
export interface RowTruth {
  readonly values: Float64Array;
  readonly tolerance: Float64Array;
}

/** A kernel in which a workgroup of 64 takes a whole row. */
export interface RowsVariant extends Pick<Kernel, 'id' | 'title' | 'teaches' | 'source' | 'sizes'> {
  readonly rows: (problem: Problem) => number;
  readonly columns: (problem: Problem) => number;
  readonly bindings: readonly Binding[];
  readonly constants: (problem: Problem) => Readonly<Record<string, number>>;
  /** Passes of loads over each row; where the row's results are one each or as many as its elements. */
  readonly passes: number;
  readonly writes: 'row' | 'elements';
  readonly flopPerElement: (problem: Problem) => number;
  /** What else is read: counted here, and returned as what a workgroup and what all of them read of it once. */
  readonly others?: (
    problem: Problem,
    tally: Tally,
    lanes: number,
  ) => { readonly tiled: number; readonly compulsory: number };
  readonly row: (problem: Problem, inputs: readonly Float32Array[], row: number) => RowTruth;
}

/** The same element of `count` rows by all lanes of a subgroup of the first `active` invocations. */
export function sameAddress(tally: Tally, lanes: number, active: number, strides: readonly [number, number]): void {
  const [stride, count] = strides;
  for (const { offsets, loops } of contiguous(active, lanes, 0, { again: [{ stride, count }] }))
    tally.add({ offsets, width: 1, start: 0, loops });
}

export function rowsCost(variant: RowsVariant, problem: Problem, widths: AccessWidths) {
  const { passes, writes, flopPerElement, others } = variant;
  const [rows, columns] = [variant.rows(problem), variant.columns(problem)];
  const tally = new Tally(widths);
  const lanes = Math.min(widths.subgroupWidth, LANES);
  const elements = rows * columns;
  for (let pass = 0; pass < passes + (writes === 'elements' ? 1 : 0); pass++)
    for (const access of contiguous(columns, lanes, 1, { again: [{ stride: columns, count: rows }] }))
      tally.add(access);
  if (writes === 'row') tally.add({ offsets: [0], width: 1, start: 0, loops: [{ stride: 1, count: rows }] });
  const other = others?.(problem, tally, lanes) ?? { tiled: 0, compulsory: 0 };
  const once = elements + (writes === 'row' ? rows : elements);
  return tally.cost({
    flop: flops(elements * flopPerElement(problem)),
    tiled: bytes(ELEMENT * (once + other.tiled)),
    compulsory: bytes(ELEMENT * (once + other.compulsory)),
  });
}

/** Truth in rows of `length` values each, all of them where the inputs are not too many elements. */
export function rowsReference(
  inputElements: number,
  rows: number,
  length: number,
  rowOf: (row: number) => RowTruth,
): Reference {
  const checkWhole = (output: Float32Array): string | null => {
    for (let index = 0; index < rows; index++) {
      const truth = rowOf(index);
      const found = output.subarray(index * length, (index + 1) * length);
      const { column, ratio } = worstOfRow(truth, found);
      if (ratio > 1)
        return `element ${column} of row ${index} is ${valueText(found[column] ?? Number.NaN)}, not ${valueText(truth.values[column] ?? Number.NaN)}`;
    }
    return null;
  };
  return { rows, rowLength: length, row: rowOf, ...(inputElements <= MOST_WHOLE && { checkWhole }) };
}

/** One result a row: some of them together, so that a sample of rows sees more than a few. */
function joined(rows: number, rowOf: (row: number) => RowTruth, index: number): RowTruth {
  const truths = Array.from({ length: Math.min(JOINED, rows - index * JOINED) }, (_, i) => rowOf(index * JOINED + i));
  return {
    values: Float64Array.from(truths, ({ values }) => values[0] ?? Number.NaN),
    tolerance: Float64Array.from(truths, ({ tolerance }) => tolerance[0] ?? 0),
  };
}

export function rowsKernel(variant: RowsVariant): Kernel {
  const { id, title, teaches, source, sizes, bindings, constants, writes, row } = variant;
  const groups = (problem: Problem) => foldGroups(variant.rows(problem));
  return Object.freeze<Kernel>({
    id,
    family: 'elementwise',
    title,
    teaches,
    source: source + lanesSource,
    entryPoint: 'main',
    sizes,
    bindings,
    workgroup: [LANES, 1, 1],
    workgroupBytes: SUMS_BYTES,
    overrides: (problem) => ({
      ...constants(problem),
      ROWS: variant.rows(problem),
      COLUMNS: variant.columns(problem),
      GROUPS_X: groups(problem)[0],
    }),
    lengths: (problem) =>
      Object.fromEntries(bindings.map(({ name, elements }) => [`${name.toUpperCase()}_LENGTH`, elements(problem)])),
    workgroups: groups,
    cost: (problem, widths) => rowsCost(variant, problem, widths),
    reference: (problem, inputs) => {
      const [rows, columns] = [variant.rows(problem), variant.columns(problem)];
      const rowOf = (index: number) => row(problem, inputs, index);
      return writes === 'elements'
        ? rowsReference(rows * columns, rows, columns, rowOf)
        : rowsReference(rows * columns, Math.ceil(rows / JOINED), JOINED, (index) => joined(rows, rowOf, index));
    },
  });
}
