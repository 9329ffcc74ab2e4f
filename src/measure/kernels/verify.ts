import { err, ok, type Result } from '#core/result.ts';
import type { Verification } from '../record/record.ts';
import type { Kernel, Problem, Reference } from './kernel.ts';
import { mismatchesIn, rowText, type WrongOutput, worstOfRow } from './mismatch.ts';
import { poisonedRows, unwrittenRows } from './poison.ts';

/** Rows of a wrong output that are looked through for its first mismatches, besides those known to be wrong. */
const SEARCHED = 64;
/** Rows with NaN or infinities that are compared besides the sample. */
const WILD = 4;

function sampleOf(rows: number, count: number, random: () => number): number[] {
  if (rows <= count) return Array.from({ length: rows }, (_, row) => row);
  // First and last row always: edges are where kernels go wrong.
  const sample = new Set([0, rows - 1]);
  while (sample.size < count) sample.add(Math.floor(random() * rows));
  return [...sample];
}

/** The first rows that hold NaN or an infinity: right or not, they are no sum that a check of the whole can judge. */
function wildRows(output: Float32Array, { rows, rowLength }: Reference): readonly number[] {
  const wild = new Set<number>();
  for (let i = 0; i < output.length && wild.size < WILD; i++)
    if (!Number.isFinite(output[i])) wild.add(Math.floor(i / rowLength));
  return [...wild].filter((row) => row < rows);
}

const ascending = (rows: Iterable<number>): readonly number[] => [...new Set(rows)].toSorted((a, b) => a - b);

/**
 * Compares an output with the CPU reference: poison, `sampleRows` rows against float64, and the whole where the kernel
 * has a check of it. `inputs` are the read buffers in order, `output` is the write buffer, random() is uniform in [0, 1);
 * `dispatches` have run since the output was poisoned. NaN and infinities are right where the reference has them, and nowhere
 * else.
 * The error says what is wrong in a sentence without a subject ("row 3 of 65 is off by …") and lists the first mismatches.
 */
export function verifyOutput(
  kernel: Pick<Kernel, 'reference'>,
  problem: Problem,
  inputs: readonly Float32Array[],
  output: Float32Array,
  random: () => number,
  sampleRows = 16,
  dispatches = 1,
): Result<Verification, WrongOutput> {
  const reference = kernel.reference(problem, inputs);
  const { rows, rowLength } = reference;
  const wrong = (message: string, known: readonly number[]) => {
    const first = Array.from({ length: Math.min(SEARCHED, rows) }, (_, row) => row);
    return err({ message, mismatches: mismatchesIn(reference, output, ascending([...first, ...known])) });
  };
  const unwritten = unwrittenRows(output, rows, rowLength);
  if (unwritten) return wrong(unwritten, poisonedRows(output, rows, rowLength).slice(0, SEARCHED));
  const sample = ascending([...wildRows(output, reference), ...sampleOf(rows, sampleRows, random)]);
  let worst = 0;
  for (const row of sample) {
    const found = output.subarray(row * rowLength, (row + 1) * rowLength);
    const element = worstOfRow(reference.row(row), found);
    if (element.ratio > 1) return wrong(rowText(reference, row, found, element), [row]);
    worst = Math.max(worst, element.ratio);
  }
  const fault = reference.checkWhole?.(output, random, dispatches) ?? null;
  if (fault) return wrong(fault, sample);
  return ok({ rowsChecked: sample.length, rows, worst, whole: reference.checkWhole !== undefined });
}
