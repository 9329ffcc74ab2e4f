import { type CheckRow, checkCounts, checkRows } from '#model/check/check.ts';
import { checkText } from './check-text.ts';
import type { Flags, Outcome } from './command.ts';
import { jsonText } from './output.ts';

/** What the rows come to: exit code 1 where one does not match that should. */
export const outcomeOf = (rows: readonly CheckRow[], json: boolean): Outcome => ({
  text: json ? jsonText(rows) : checkText(rows),
  exitCode: checkCounts(rows).mismatch > 0 ? 1 : 0,
});

/** `ridgepoint check`: published figures beside ours. */
export const checkCommand = (flags: Flags): Outcome => outcomeOf(checkRows(), flags['json'] === true);
