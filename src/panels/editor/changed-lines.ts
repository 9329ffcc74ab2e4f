/** Which lines of a text are not those of another, and how many of the other's are gone. */
export interface ChangedLines {
  /** Numbers of the lines that are new or different, from 1, ascending. */
  readonly lines: readonly number[];
  readonly removed: number;
}

/** Cells of the table that compares what lies between the first and the last difference; beyond it all of that counts as changed. */
const MOST_CELLS = 4_000_000;

/** Length of the longest common subsequence from each pair of places on, row by row (Hunt & McIlroy 1976). */
function commonLengths(before: readonly string[], after: readonly string[]): Uint32Array {
  const width = after.length + 1;
  const common = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      common[i * width + j] =
        before[i] === after[j]
          ? (common[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
  return common;
}

/** Compares two texts line by line. */
export function changedLines(original: string, edited: string): ChangedLines {
  if (original === edited) return { lines: [], removed: 0 };
  const [before, after] = [original.split('\n'), edited.split('\n')];
  let start = 0;
  while (start < Math.min(before.length, after.length) && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < Math.min(before.length, after.length) - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end++;
  const old = before.slice(start, before.length - end);
  const now = after.slice(start, after.length - end);
  if (old.length * now.length > MOST_CELLS)
    return { lines: now.map((_, at) => start + at + 1), removed: Math.max(0, old.length - now.length) };
  const common = commonLengths(old, now);
  const width = now.length + 1;
  const lines: number[] = [];
  let kept = 0;
  for (let i = 0, j = 0; j < now.length; ) {
    if (i < old.length && old[i] === now[j]) {
      kept++;
      i++;
      j++;
    } else if (i < old.length && (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0)) i++;
    else lines.push(start + ++j);
  }
  return { lines, removed: Math.max(0, old.length - kept - lines.length) };
}

/** "as it ships", "3 lines changed, 1 removed". */
export function changesText({ lines, removed }: ChangedLines, changed: boolean): string {
  if (!changed) return 'as it ships';
  const parts = [
    ...(lines.length > 0 ? [`${lines.length} line${lines.length === 1 ? '' : 's'} changed`] : []),
    ...(removed > 0 ? [`${removed} removed`] : []),
  ];
  return parts.length === 0 ? 'edited' : `edited: ${parts.join(', ')}`;
}
