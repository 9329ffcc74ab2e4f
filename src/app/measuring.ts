import type { Kernel, Problem } from '#measure/kernels/kernel.ts';
import type { Run } from '#measure/record/record.ts';
import type { ExperimentInfo, LabPlan, ProblemPlan, Services } from '#panels/playground.ts';
import { selectResolved, selectRunEntry } from '#state/selectors.ts';
import type { DocumentStore } from '#state/store.ts';
import { createAttempts, sameAdapter } from './attempt.ts';
import { createCompiling } from './compiling.ts';
import type { Engine } from './engine.ts';
import { replayRun } from './replaying.ts';
import type { SavedRuns } from './saved-runs.ts';
import type { TuningMemory } from './tuning-memory.ts';

export interface Measuring {
  readonly quick: (engine: Run['engine']) => void;
  readonly problem: (plan: ProblemPlan) => void;
  /** One measurement of the run in view once more, in its role. */
  readonly again: (id: string) => void;
  /** A person's version of a kernel and the original beside it. */
  readonly edited: (edited: Kernel, problem: Problem) => void;
  readonly checkSource: Services['checkSource'];
  readonly lab: (plan: LabPlan) => void;
  readonly replay: (id: string) => void;
  readonly stack: Services['runStack'];
  readonly forecast: Services['forecastStack'];
  readonly listExperiments: (engine: Run['engine']) => Promise<readonly ExperimentInfo[]>;
  readonly stop: () => void;
}

/** What the playground can ask to be measured, on engines that are loaded when they are first asked for. */
export function createMeasuring(
  store: DocumentStore,
  load: () => Promise<Engine>,
  saved?: SavedRuns,
  tuning?: TuningMemory,
): Measuring {
  const { actions } = store;
  const { begin, start, startOwn, stop } = createAttempts(store, load, saved);

  const liveRun = () => {
    const entry = selectRunEntry(store.getState());
    return entry?.origin === 'live' ? entry.run : null;
  };
  /** The adapter that was last seen here: expected times are for it. */
  const seenAdapter = (kind: Run['engine']) =>
    store.getState().runs.find(({ run, origin }) => run.engine === kind && origin !== 'recorded')?.run.adapter ?? null;
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
      start(run?.engine ?? 'webgpu', (engine, runner) => engine.problemPlan(asked, runner, tuning?.get()), run);
    },
    again: (id) => {
      const run = liveRun();
      const old = run?.measurements.find((measurement) => measurement.id === id);
      if (run && old) start(run.engine, (engine, runner) => engine.problemPlan([old], runner), run);
    },
    edited: (edited, problem) => {
      const run = liveRun();
      const base = run?.engine === 'webgpu' ? run : null;
      start('webgpu', (engine, runner) => engine.editedPlan(edited, problem, runner.adapter), base);
    },
    checkSource: createCompiling(async (signal) => (await load()).openCompiler(signal)),
    replay: (id) => {
      const entry = store.getState().runs.find(({ run }) => run.id === id);
      if (!entry) return;
      begin(async (signal) => {
        await replayRun(entry.run, { signal, show: actions.putRun, onProgress: actions.setProgress });
        actions.finishReplay();
      });
    },
    stack: ({ fused }) => {
      const resolved = selectResolved(store.getState());
      // The panel says what is wrong with the stack.
      if (!resolved.ok) return;
      const run = liveRun();
      startOwn('webgpu', (engine, runner, page) => {
        const before = run && sameAdapter(run.adapter, runner.adapter) ? run.measurements : [];
        return engine.runResolved(runner, { resolved: resolved.value, fused }, { ...page, before });
      });
    },
    forecast: async (resolved, fused) => {
      const run = liveRun();
      const before = run?.engine === 'webgpu' ? run.measurements : [];
      return (await load()).forecastStack({ resolved, fused }, seenAdapter('webgpu'), before);
    },
    listExperiments: async (kind) => (await load()).listExperiments(kind, seenAdapter(kind)),
    stop,
  };
}
