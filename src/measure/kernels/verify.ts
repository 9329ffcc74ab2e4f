import { err, ok, type Result } from '#core/result.ts';
import type { Verification } from '../record/record.ts';
import type { Kernel, Problem, Reference } from './kernel.ts';

/** "rows 0–3, 7 of 65" for sorted row numbers; long lists are cut. */
function rowList(rows: readonly number[], total: number): string {
  const runs: string[] = [];
  for (let i = 0; i < rows.length; ) {
    let end = i;
    while (end + 1 < rows.length && rows[end + 1] === (rows[end] ?? 0) + 1) end++;
    runs.push(end === i ? `${rows[i]}` : `${rows[i]}–${rows[end]}`);
    i = end + 1;
  }
  const shown = runs.length > 4 ? `${runs.slice(0, 4).join(', ')} …` : runs.join(', ');
  return `${rows.length === 1 ? 'row' : 'rows'} ${shown} of ${total}`;
}

/** Outputs are poisoned with NaN before a run: a sentence about the rows that still hold some, or null. */
export function unwrittenRows(output: Float32Array, rows: number, rowLength: number): string | null {
  const poisoned: number[] = [];
  for (let row = 0; row < rows; row++) {
    const end = Math.min((row + 1) * rowLength, output.length);
    for (let i = row * rowLength; i < end; i++) {
      if (Number.isNaN(output[i])) {
        poisoned.push(row);
        break;
      }
    }
  }
  return poisoned.length === 0 ? null : `wrote nothing to ${rowList(poisoned, rows)}`;
}

function sampleOf(rows: number, count: number, random: () => number): number[] {
  if (rows <= count) return Array.from({ length: rows }, (_, row) => row);
  // First and last row always: edges are where kernels go wrong.
  const sample = new Set([0, rows - 1]);
  while (sample.size < count) sample.add(Math.floor(random() * rows));
  return [...sample];
}

function worstOfRow(reference: Reference, output: Float32Array, row: number): number {
  const { values, tolerance } = reference.row(row);
  const start = row * reference.rowLength;
  let worst = 0;
  for (let i = 0; i < values.length; i++) {
    const error = Math.abs((output[start + i] ?? Number.NaN) - (values[i] ?? 0));
    const allowed = tolerance[i] ?? 0;
    const ratio = error === 0 ? 0 : error / allowed;
    // NaN compares false with everything: it must fail.
    if (!(ratio <= worst)) worst = Number.isNaN(ratio) ? Number.POSITIVE_INFINITY : ratio;
  }
  return worst;
}

/**
 * Compares an output with the CPU reference: poison, `sampleRows` rows against float64, and the whole where the kernel
 * has a check of it. `inputs` are the read buffers in order, `output` is the write buffer, random() is uniform in [0, 1);
 * `dispatches` have run since the output was poisoned.
 * The error is a sentence without a subject ("row 3 of 65 is off by …").
 */
export function verifyOutput(
  kernel: Pick<Kernel, 'reference'>,
  problem: Problem,
  inputs: readonly Float32Array[],
  output: Float32Array,
  random: () => number,
  sampleRows = 16,
  dispatches = 1,
): Result<Verification, string> {
  const reference = kernel.reference(problem, inputs);
  const { rows, rowLength } = reference;
  const unwritten = unwrittenRows(output, rows, rowLength);
  if (unwritten) return err(unwritten);
  const sample = sampleOf(rows, sampleRows, random);
  let worst = 0;
  for (const row of sample) {
    const ratio = worstOfRow(reference, output, row);
    if (ratio > 1)
      return err(`row ${row} of ${rows} is off by ${ratio.toPrecision(3)} times the rounding that f32 allows`);
    worst = Math.max(worst, ratio);
  }
  const fault = reference.checkWhole?.(output, random, dispatches) ?? null;
  if (fault) return err(fault);
  return ok({ rowsChecked: sample.length, rows, worst, whole: reference.checkWhole !== undefined });
}
