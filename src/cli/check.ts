import { checkCounts, checkRows } from '#model/check/check.ts';
import { checkText } from './check-text.ts';
import type { Flags, Outcome } from './command.ts';
import { jsonText } from './output.ts';

/** `ridgepoint check`: published figures beside ours. Exit code 1 where one does not match that should. */
export function checkCommand(flags: Flags): Outcome {
  const rows = checkRows();
  const text = flags['json'] ? jsonText(rows) : checkText(rows);
  return { text, exitCode: checkCounts(rows).mismatch > 0 ? 1 : 0 };
}
