import type { Run } from '#measure/record/record.ts';
import type { ExperimentInfo, LabPlan, ProblemPlan } from '#panels/playground.ts';
import { selectRunEntry } from '#state/selectors.ts';
import type { DocumentStore } from '#state/store.ts';
import { createAttempts } from './attempt.ts';
import type { Engine } from './engine.ts';
import { replayRun } from './replaying.ts';
import type { SavedRuns } from './saved-runs.ts';

export interface Measuring {
  readonly quick: (engine: Run['engine']) => void;
  readonly problem: (plan: ProblemPlan) => void;
  /** One measurement of the run in view once more, in its role. */
  readonly again: (id: string) => void;
  readonly lab: (plan: LabPlan) => void;
  readonly replay: (id: string) => void;
  readonly listExperiments: (engine: Run['engine']) => Promise<readonly ExperimentInfo[]>;
  readonly stop: () => void;
}

/** What the playground can ask to be measured, on engines that are loaded when they are first asked for. */
export function createMeasuring(store: DocumentStore, load: () => Promise<Engine>, saved?: SavedRuns): Measuring {
  const { actions } = store;
  const { begin, start, stop } = createAttempts(store, load, saved);

  const liveRun = () => {
    const entry = selectRunEntry(store.getState());
    return entry?.origin === 'live' ? entry.run : null;
  };
  return {
    quick: (kind) => start(kind, (engine, runner) => engine.quickPlan(runner), null),
    lab: (plan) => {
      // Experiments run one by one gather in one run; a discovery begins one of its own.
      const run = plan.experiments === 'discover' ? null : liveRun();
      const joined = run?.engine === plan.engine ? run : null;
      start(plan.engine, (engine, runner) => engine.labPlan(plan, runner), joined);
    },
    problem: ({ kernels, problem }) => {
      const run = liveRun();
      const asked = kernels.map((kernel) => ({ kernel, problem, role: 'point' as const }));
      start(run?.engine ?? 'webgpu', (engine, runner) => engine.problemPlan(asked, runner), run);
    },
    again: (id) => {
      const run = liveRun();
      const old = run?.measurements.find((measurement) => measurement.id === id);
      if (run && old) start(run.engine, (engine, runner) => engine.problemPlan([old], runner), run);
    },
    replay: (id) => {
      const entry = store.getState().runs.find(({ run }) => run.id === id);
      if (!entry) return;
      begin(async (signal) => {
        await replayRun(entry.run, { signal, show: actions.putRun, onProgress: actions.setProgress });
        actions.finishReplay();
      });
    },
    listExperiments: async (kind) => {
      // The times are those of the adapter that was last seen here.
      const seen = store.getState().runs.find(({ run, origin }) => run.engine === kind && origin !== 'recorded');
      return (await load()).listExperiments(kind, seen?.run.adapter ?? null);
    },
    stop,
  };
}
