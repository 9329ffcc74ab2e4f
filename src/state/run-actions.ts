import type { Fault } from '#measure/record/fault.ts';
import type { Run } from '#measure/record/record.ts';
import type { Store } from './history.ts';
import { type Progress, phaseAfter, type RunOrigin, withRun } from './runs.ts';

/** What changes the runs and how far measuring is. None of it is a step in the history. */
export function runActionsOf(store: Store) {
  return {
    startMeasuring: (total = 0) =>
      store.setState({ phase: 'measuring', progress: { done: 0, total, label: '' }, faults: [] }),
    setProgress: (progress: Progress) => {
      if (store.getState().phase === 'measuring') store.setState({ progress });
    },
    /** The run as far as it is, so that results show as they come. */
    putLiveRun: (run: Run) => store.setState(withRun(store.getState(), run, 'live')),
    /** A run of the list as far as its replay is, in its place and with the origin that it has; and in view. */
    putRun: (run: Run) => {
      const { runs } = store.getState();
      const known = runs.some((entry) => entry.run.id === run.id);
      if (known)
        store.setState({
          runs: runs.map((entry) => (entry.run.id === run.id ? { ...entry, run } : entry)),
          selectedRun: run.id,
        });
    },
    /** A replay is over: nothing was measured, and nothing went wrong. */
    finishReplay: () => store.setState({ phase: 'done', progress: null, faults: [] }),
    /** The attempt is over. A run without a measurement is not kept; its faults are. */
    finishMeasuring: (run: Run) => {
      const state = store.getState();
      store.setState({
        ...(run.measurements.length > 0 && withRun(state, run, 'live')),
        phase: phaseAfter(run.faults, run.measurements.length),
        progress: null,
        faults: run.faults,
      });
    },
    /** The attempt ended before there was a run. */
    failMeasuring: (fault: Fault) => store.setState({ phase: phaseAfter([fault], 0), progress: null, faults: [fault] }),
    addRun: (run: Run, origin: Exclude<RunOrigin, 'live'>, { select = true } = {}) => {
      const { runs, selectedRun } = withRun(store.getState(), run, origin);
      store.setState({ runs, ...(select && { selectedRun }) });
    },
    selectRun: (id: string | null) => {
      const { runs } = store.getState();
      if (id === null || runs.some((entry) => entry.run.id === id)) store.setState({ selectedRun: id });
    },
    removeRun: (id: string) => {
      const { runs, selectedRun } = store.getState();
      const kept = runs.filter((entry) => entry.run.id !== id);
      store.setState({ runs: kept, selectedRun: selectedRun === id ? (kept[0]?.run.id ?? null) : selectedRun });
    },
  };
}
