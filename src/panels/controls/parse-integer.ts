import { err, ok, type Result } from '#core/result.ts';

/** A whole number within bounds, or the sentence that says which bounds. Separators of thousands are read over. */
export function parseInteger(text: string, min: number, max: number): Result<number, string> {
  const digits = text.trim().replaceAll(/[\s,_\u00a0]/g, '');
  const bounds = `a whole number from ${min.toLocaleString('en')} to ${max.toLocaleString('en')}`;
  if (!/^[+-]?\d+$/.test(digits)) return err(`Write ${bounds}.`);
  const value = Number(digits);
  if (value < min || value > max) return err(`${value.toLocaleString('en')} is out of bounds: write ${bounds}.`);
  return ok(value);
}

/** Whole numbers parted by spaces, commas or ×. */
export function parseIntegers(
  text: string,
  bounds: { min: number; max: number; minLength: number; maxLength: number },
): Result<readonly number[], string> {
  const parts = text.split(/[\s,×x;]+/).filter(Boolean);
  if (parts.length < bounds.minLength || parts.length > bounds.maxLength)
    return err(
      bounds.minLength === bounds.maxLength
        ? `Write ${bounds.minLength} numbers, parted by commas.`
        : `Write ${bounds.minLength} to ${bounds.maxLength} numbers, parted by commas.`,
    );
  const values: number[] = [];
  for (const part of parts) {
    const value = parseInteger(part, bounds.min, bounds.max);
    if (!value.ok) return value;
    values.push(value.value);
  }
  return ok(values);
}
