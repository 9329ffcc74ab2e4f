import { seconds } from '#core/units.ts';
import type { Plan, PlannedMeasurement } from '#measure/lab/plan.ts';
import type { SuiteOptions } from '#measure/lab/run-suite.ts';
import type { Fault } from '#measure/record/fault.ts';
import { withMeasurement } from '#measure/record/merge.ts';
import type { Adapter, Measurement, Run } from '#measure/record/record.ts';
import type { ExperimentInfo, LabPlan, ProblemPlan } from '#panels/playground.ts';
import { selectRunEntry } from '#state/selectors.ts';
import type { DocumentStore } from '#state/store.ts';
import type { Engine } from './engine.ts';

export interface Measuring {
  readonly quick: (engine: Run['engine']) => void;
  readonly lab: (plan: LabPlan) => void;
  readonly replay: (id: string) => void;
  readonly listExperiments: (engine: Run['engine']) => Promise<readonly ExperimentInfo[]>;
  readonly problem: (plan: ProblemPlan) => void;
  /** One measurement of the run in view once more, in its role. */
  readonly again: (id: string) => void;
  readonly stop: () => void;
}

/** What is to be measured, once the adapter is known. */
type MakePlan = (engine: Engine, adapter: Adapter) => Plan;

const PROBLEM_SECONDS = 5;
const PAIRS = 15;
const PASS_SECONDS = 0.016;

/** Resolves when the page is in view, or when Stop was pressed: a hidden page is given no time and measures nonsense. */
export function untilVisible(signal: AbortSignal): Promise<void> {
  if (!document.hidden || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const check = () => {
      if (document.hidden && !signal.aborted) return;
      document.removeEventListener('visibilitychange', check);
      signal.removeEventListener('abort', check);
      resolve();
    };
    document.addEventListener('visibilitychange', check);
    signal.addEventListener('abort', check);
  });
}

const problemPlan = (planned: readonly PlannedMeasurement[]): Plan => ({
  suite: 'problem',
  budgetSeconds: PROBLEM_SECONDS * planned.length,
  stages: [{ count: planned.length, plan: () => planned }],
});

/**
 * Joins the engine to the store: one attempt at a time, its results shown as they come, its faults kept as values. The
 * engine is loaded when it is first asked for, and a device is held only while it measures.
 */
export function createMeasuring(store: DocumentStore, load: () => Promise<Engine>): Measuring {
  const { actions } = store;
  let stopping: AbortController | null = null;

  const attempt = async (makePlan: MakePlan, base: Run | null, signal: AbortSignal) => {
    const engine = await load();
    const opened = await engine.open(signal);
    if (!opened.ok) return actions.failMeasuring(opened.error);
    const runner = opened.value;
    const plan = makePlan(engine, runner.adapter);
    // Points of another adapter do not belong in one run with these.
    const kept = base && sameAdapter(base.adapter, runner.adapter) ? base : null;
    const id = kept?.id ?? `run-${Date.now().toString(36)}`;
    let live: Run = kept ?? {
      version: 1,
      id,
      engine: runner.engine,
      suite: plan.suite,
      startedAt: new Date().toISOString(),
      seconds: seconds(0),
      adapter: runner.adapter,
      environment: runner.environment,
      measurements: [],
      faults: [],
    };
    const options: SuiteOptions = {
      signal,
      waitUntilVisible: untilVisible,
      reopen: engine.open,
      onProgress: actions.setProgress,
      onMeasurement: (measurement: Measurement) => {
        live = withMeasurement(live, measurement);
        actions.putLiveRun(live);
      },
    };
    try {
      const run = await engine.runSuite(runner, plan, options);
      actions.finishMeasuring(kept ? { ...live, faults: run.faults } : { ...run, id });
    } finally {
      runner.close();
    }
  };

  const start = (makePlan: MakePlan, base: Run | null) => {
    if (store.getState().phase === 'measuring') return;
    const controller = new AbortController();
    stopping = controller;
    actions.startMeasuring();
    attempt(makePlan, base, controller.signal)
      .catch((error: unknown) => actions.failMeasuring(unexpected(error)))
      .finally(() => {
        if (stopping === controller) stopping = null;
      });
  };
  const liveRun = () => {
    const entry = selectRunEntry(store.getState());
    return entry?.origin === 'live' ? entry.run : null;
  };
  return {
    quick: () => start((engine, adapter) => engine.quickPlan(adapter), null),
    problem: ({ kernels, problem }) =>
      start(
        (engine) =>
          problemPlan(
            kernels.flatMap((id) => {
              const kernel = engine.kernelById(id);
              return kernel ? [{ kernel, problem, role: 'point', pairs: PAIRS, passSeconds: PASS_SECONDS }] : [];
            }),
          ),
        liveRun(),
      ),
    again: (id) => {
      const run = liveRun();
      const old = run?.measurements.find((measurement) => measurement.id === id);
      if (!run || !old) return;
      start((engine) => {
        const kernel = engine.kernelById(old.kernel);
        const again = { problem: old.problem, role: old.role, pairs: PAIRS, passSeconds: PASS_SECONDS };
        return problemPlan(kernel ? [{ kernel, ...again }] : []);
      }, run);
    },
    lab: () => {},
    replay: () => {},
    listExperiments: () => Promise.resolve([]),
    stop: () => stopping?.abort(),
  };
}

const sameAdapter = (one: Adapter, other: Adapter): boolean =>
  (['vendor', 'architecture', 'device', 'description'] as const).every((key) => one[key] === other[key]);

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
