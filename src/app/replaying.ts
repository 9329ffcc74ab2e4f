import { measurementLabel } from '#measure/record/measured-points.ts';
import type { Run } from '#measure/record/record.ts';
import { stackSoFar } from '#measure/record/stack/stack-so-far.ts';
import type { Progress } from '#state/runs.ts';

/** A replay is watched, not waited for: no longer than this, seconds, and no faster than the run itself was. */
const LONGEST = 12;

/** Seconds before each measurement appears: as far apart as they were recorded, all of it scaled to the time a replay has. */
export function pausesOf({ measurements, startedAt, seconds }: Run): readonly number[] {
  let last = Date.parse(startedAt);
  const gaps = measurements.map(({ at }) => {
    const gap = Math.max(0, Date.parse(at) - last) / 1000;
    last = Math.max(last, Date.parse(at));
    return gap;
  });
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  const time = Math.min(LONGEST, seconds > 0 ? seconds : LONGEST);
  // A link's summary keeps no moments: then they are evenly spread.
  return gaps.map((gap) => (total > 0 ? (gap * Math.min(time, total)) / total : time / measurements.length));
}

export interface ReplayOptions {
  readonly signal: AbortSignal;
  /** Shows the run as far as it is. */
  readonly show: (run: Run) => void;
  readonly onProgress: (progress: Progress) => void;
}

/** Resolves after a time, or at once when stopped. */
const pause = (seconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const over = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, seconds * 1000);
    signal.addEventListener('abort', over);
  });

/** Shows a run measurement by measurement, then whole, with what it concluded and the faults it met; Stop goes to the end. */
export async function replayRun(run: Run, { signal, show, onProgress }: ReplayOptions): Promise<void> {
  const { machine: _, stack, ...measured } = run;
  const total = run.measurements.length;
  const pauses = pausesOf(run);
  let left = pauses.reduce((sum, each) => sum + each, 0);
  for (const [done, measurement] of run.measurements.entries()) {
    if (signal.aborted) break;
    const measurements = run.measurements.slice(0, done);
    show({ ...measured, measurements, ...(stack && { stack: stackSoFar(stack, measurements) }), faults: [] });
    onProgress({ done, total, label: `Replay: ${measurementLabel(measurement)}`, secondsLeft: left });
    const wait = pauses[done] ?? 0;
    await pause(wait, signal);
    left -= wait;
  }
  show(run);
}
