/** A quiet NaN that no arithmetic makes, so that an output nobody wrote is told from one that is NaN. Its bits, as f32. */
export const POISON = 0x7fc0dead;

/** The bits of f32: reading an element as a number may turn one NaN into another. */
export const bitsOf = (values: Float32Array): Uint32Array =>
  new Uint32Array(values.buffer, values.byteOffset, values.length);

/** Makes every element one that nobody wrote. */
export const poison = (values: Float32Array): void => void bitsOf(values).fill(POISON);

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

/** Outputs are poisoned before a run: the rows that still hold some, ascending. */
export function poisonedRows(output: Float32Array, rows: number, rowLength: number): readonly number[] {
  const bits = bitsOf(output);
  const poisoned: number[] = [];
  for (let row = 0; row < rows; row++) {
    const found = bits.indexOf(POISON, row * rowLength);
    if (found < 0) break;
    // On to the row that holds it.
    row = Math.floor(found / rowLength);
    if (row < rows) poisoned.push(row);
  }
  return poisoned;
}

/** A sentence about the rows that nobody wrote all of, or null. */
export function unwrittenRows(output: Float32Array, rows: number, rowLength: number): string | null {
  const poisoned = poisonedRows(output, rows, rowLength);
  return poisoned.length === 0 ? null : `wrote nothing to ${rowList(poisoned, rows)}`;
}
