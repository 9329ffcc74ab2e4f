import type { Fault } from '#measure/record/fault.ts';
import type { Run } from '#measure/record/record.ts';

/**
 * `live`: measured on this page; `saved`: measured here on an earlier visit; `recorded`: shipped with the page; `imported`: a
 * file; `link`: the summary in a share link.
 */
export type RunOrigin = 'live' | 'saved' | 'recorded' | 'imported' | 'link';
export interface RunEntry {
  readonly run: Run;
  readonly origin: RunOrigin;
}

/** How far a suite is. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** What is being measured, for a person. */
  readonly label: string;
  /** At the pace so far; left out before there is one. */
  readonly secondsLeft?: number;
}

export type Phase = 'idle' | 'measuring' | 'done' | 'fault';

export interface RunsState {
  /** Newest first. Not part of undo. */
  readonly runs: readonly RunEntry[];
  /** Id of the run that "This GPU" and the measured points come from. */
  readonly selectedRun: string | null;
  readonly phase: Phase;
  readonly progress: Progress | null;
  /** Met in the last attempt to measure; what was measured before them is in the run. */
  readonly faults: readonly Fault[];
}

export const NO_RUNS: RunsState = { runs: [], selectedRun: null, phase: 'idle', progress: null, faults: [] };

/** The run in the list, first, in place of an older version of itself; and selected. */
export function withRun(state: RunsState, run: Run, origin: RunOrigin): Pick<RunsState, 'runs' | 'selectedRun'> {
  const others = state.runs.filter((entry) => entry.run.id !== run.id);
  return { runs: [{ run, origin }, ...others], selectedRun: run.id };
}

/**
 * What is said and alarms nobody: a Stop, and a kernel that this adapter cannot run. An `unsupported` that names no kernel is
 * of the whole attempt.
 */
export const isNote = ({ kind, kernel }: Fault): boolean =>
  kind === 'cancelled' || (kind === 'unsupported' && kernel !== undefined);

/** Where a finished attempt leaves the page. A Stop is no fault: what was measured before it stands. */
export function phaseAfter(faults: readonly Fault[], measured: number): Phase {
  if (faults.some((fault) => !isNote(fault))) return 'fault';
  if (measured > 0) return 'done';
  return faults.some(({ kind }) => kind !== 'cancelled') ? 'fault' : 'idle';
}
