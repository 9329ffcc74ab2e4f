import { formatSeconds } from '#core/format.ts';
import type { SuiteProgress } from '#measure/lab/run-suite.ts';
import { note } from './output.ts';

/** A line for each measurement. A kernel that is compiled ahead and then measured is told once. */
export function progressLines(): (progress: SuiteProgress) => void {
  let last = '';
  return ({ done, total, kernel, label, secondsLeft }) => {
    const line = `${done + 1} of ${total}: ${label}, ${kernel}`;
    if (kernel === '' || line === last) return;
    last = line;
    note(`${line}; about ${formatSeconds(Math.ceil(secondsLeft))} left`);
  };
}
