import { seconds } from '#core/units.ts';
import type { Plan } from '#measure/lab/plan.ts';
import { cancelled, type Fault } from '#measure/record/fault.ts';
import { withMeasurement } from '#measure/record/merge.ts';
import type { Adapter, Run } from '#measure/record/record.ts';
import type { Runner } from '#measure/runner.ts';
import type { ExperimentInfo, LabPlan, ProblemPlan } from '#panels/playground.ts';
import { selectRunEntry } from '#state/selectors.ts';
import type { DocumentStore } from '#state/store.ts';
import type { Engine } from './engine.ts';
import { replayRun } from './replaying.ts';
import type { SavedRuns } from './saved-runs.ts';
import { takeTurn, windowLocks } from './tab-turn.ts';
import { countHidden, untilVisible } from './visibility.ts';

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

/** What is to be measured, once the adapter is known. */
type MakePlan = (engine: Engine, runner: Runner) => Plan;

const WAITING = 'Another tab of this page is measuring. This one begins when it is done.';

/** Points of another adapter do not belong in one run with these. */
const sameAdapter = (one: Adapter, other: Adapter): boolean =>
  (['vendor', 'architecture', 'device', 'description'] as const).every((key) => one[key] === other[key]);

/** A run that has nothing yet. */
const emptyRun = (runner: Runner, suite: string): Run => ({
  version: 1,
  id: `run-${Date.now().toString(36)}`,
  engine: runner.engine,
  suite,
  startedAt: new Date().toISOString(),
  seconds: seconds(0),
  adapter: runner.adapter,
  environment: runner.environment,
  measurements: [],
  faults: [],
});

/**
 * Joins the engines to the store: one attempt at a time and one tab at a time, results shown and saved as they come, faults
 * kept as values. The engines are loaded when they are first asked for, and a device is held only while it measures.
 */
export function createMeasuring(store: DocumentStore, load: () => Promise<Engine>, saved?: SavedRuns): Measuring {
  const { actions } = store;
  let stopping: AbortController | null = null;

  /** Measures on an open runner; into `base` where that was measured on the same adapter, else into a run of its own. */
  const measure = async (engine: Engine, runner: Runner, plan: Plan, base: Run | null, signal: AbortSignal) => {
    const kept = base && sameAdapter(base.adapter, runner.adapter) ? base : null;
    let live = kept ?? emptyRun(runner, plan.suite);
    const { id } = live;
    const hidden = countHidden();
    try {
      const run = await engine.runSuite(runner, plan, {
        signal,
        ...(kept && { before: kept.measurements }),
        waitUntilVisible: untilVisible,
        timesHidden: hidden.times,
        reopen: engine.open[runner.engine],
        onProgress: actions.setProgress,
        onMeasurement: (measurement) => {
          live = withMeasurement(live, measurement);
          actions.putLiveRun(live);
          saved?.save(live, false);
        },
      });
      const { faults, machine } = run;
      const whole = kept ? { ...live, faults, ...(machine && { machine }) } : { ...run, id };
      actions.finishMeasuring(whole);
      if (whole.measurements.length > 0) saved?.save(whole, true);
    } finally {
      hidden.end();
    }
  };

  const attempt = async (kind: Run['engine'], makePlan: MakePlan, base: Run | null, signal: AbortSignal) => {
    const engine = await load();
    const endTurn = await takeTurn(windowLocks(), signal, () =>
      actions.setProgress({ done: 0, total: 0, label: WAITING }),
    );
    if (endTurn === null) return actions.failMeasuring(cancelled());
    try {
      const opened = await engine.open[kind](signal);
      if (!opened.ok) return actions.failMeasuring(opened.error);
      const runner = opened.value;
      try {
        await measure(engine, runner, makePlan(engine, runner), base, signal);
      } finally {
        runner.close();
      }
    } finally {
      endTurn();
    }
  };

  /** Begins what the person asked for, unless something is under way. */
  const begin = (task: (signal: AbortSignal) => Promise<void>) => {
    if (store.getState().phase === 'measuring') return;
    const controller = new AbortController();
    stopping = controller;
    actions.startMeasuring();
    task(controller.signal)
      .catch((error: unknown) => actions.failMeasuring(unexpected(error)))
      .finally(() => {
        if (stopping === controller) stopping = null;
      });
  };
  const start = (kind: Run['engine'], makePlan: MakePlan, base: Run | null) =>
    begin((signal) => attempt(kind, makePlan, base, signal));

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
    stop: () => stopping?.abort(),
  };
}

/** A part of the page that did not load, or a bug: said, not swallowed. */
function unexpected(error: unknown): Fault {
  const detail = error instanceof Error ? error.message : String(error);
  console.error(error);
  return {
    kind: 'unsupported',
    message: 'Measuring could not start: a part of the page did not load or failed. Reload the page and try again.',
    detail,
  };
}
