import type { Mismatch } from '../record/fault.ts';
import type { NumberRange, Reference } from './kernel.ts';
import { bitsOf, POISON } from './poison.ts';

/** What is wrong with an output: a sentence without a subject ("row 3 of 65 is off by …") and the first elements that differ. */
export interface WrongOutput {
  readonly message: string;
  readonly mismatches: readonly Mismatch[];
}

/** Mismatches that are listed. */
const LISTED = 8;

/** https://www.w3.org/TR/WGSL/#floating-point-types: IEEE 754 binary32. */
const F32: NumberRange = { format: 'f32', largest: (2 - 2 ** -23) * 2 ** 127 };
/** IEEE 754 binary16. */
export const F16: NumberRange = { format: 'f16', largest: 65_504 };

/** About as many digits as f32 holds, so that two that differ look different. */
const sevenDigits = new Intl.NumberFormat('en', { maximumSignificantDigits: 7 });

/** A number as it was computed: NaN and infinity by their names. */
export function valueText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'infinity' : '−infinity';
  const magnitude = Math.abs(value);
  const far = magnitude >= 1e7 || (magnitude > 0 && magnitude < 1e-4);
  const text = far ? value.toExponential(3).replace('e+', 'e') : sevenDigits.format(value);
  return text.replaceAll('-', '−');
}

/**
 * Error over its tolerance: 0 where an element is right, infinite where no rounding explains it. What should be NaN or infinite
 * must be just that.
 */
export function errorRatio(found: number, expected: number, tolerance: number): number {
  if (Number.isNaN(expected)) return Number.isNaN(found) ? 0 : Number.POSITIVE_INFINITY;
  if (found === expected) return 0;
  const ratio = Math.abs(found - expected) / tolerance;
  // NaN, or an infinity that should be another or none.
  return Number.isNaN(ratio) ? Number.POSITIVE_INFINITY : ratio;
}

interface Worst {
  readonly column: number;
  readonly ratio: number;
}

/** The first element of a row that no rounding explains, or else the one with the largest error over its tolerance. */
export function worstOfRow({ values, tolerance }: ReturnType<Reference['row']>, found: Float32Array): Worst {
  let worst: Worst = { column: 0, ratio: 0 };
  for (let column = 0; column < values.length; column++) {
    const ratio = errorRatio(
      found[column] ?? Number.NaN,
      values[column] ?? Number.NaN,
      tolerance[column] ?? Number.POSITIVE_INFINITY,
    );
    if (ratio > worst.ratio) worst = { column, ratio };
  }
  return worst;
}

/** Why a number came out infinite or NaN that should not be, as far as its format explains it; else nothing. */
function overflowText(found: number, expected: number, magnitude: number, { format, largest }: NumberRange): string {
  if (Number.isFinite(found) || !Number.isFinite(expected)) return '';
  if (Math.abs(expected) > largest) return `: ${format} ends at ${valueText(largest)}`;
  return magnitude > largest
    ? `: sums on the way may reach ${valueText(magnitude)}, and ${format} ends at ${valueText(largest)}`
    : '';
}

/** What is wrong with the worst element of a row, in words. */
export function rowText(reference: Reference, row: number, found: Float32Array, { column, ratio }: Worst): string {
  const { values, magnitudes } = reference.row(row);
  const range = reference.range ?? F32;
  const [got, expected] = [found[column] ?? Number.NaN, values[column] ?? Number.NaN];
  const place = `row ${row} of ${reference.rows}`;
  if (Number.isFinite(ratio))
    return `${place} is off by ${ratio.toPrecision(3)} times the rounding that ${range.format} allows: column ${column} is ${valueText(got)}, not ${valueText(expected)}`;
  const why = overflowText(got, expected, magnitudes?.[column] ?? 0, range);
  return `${place}, column ${column}: ${valueText(got)} where the reference is ${valueText(expected)}${why}`;
}

/** Every element of these rows, in order, that is not what it should be, until there are enough. */
export function mismatchesIn(reference: Reference, output: Float32Array, rows: Iterable<number>): readonly Mismatch[] {
  const list: Mismatch[] = [];
  const bits = bitsOf(output);
  for (const row of rows) {
    const { values, tolerance } = reference.row(row);
    for (let column = 0; column < values.length; column++) {
      const at = row * reference.rowLength + column;
      const [found = Number.NaN, expected = Number.NaN] = [output[at], values[column]];
      const unwritten = bits[at] === POISON;
      if (!unwritten && errorRatio(found, expected, tolerance[column] ?? 0) <= 1) continue;
      list.push({ row, column, got: unwritten ? null : found, expected });
      if (list.length === LISTED) return list;
    }
  }
  return list;
}
