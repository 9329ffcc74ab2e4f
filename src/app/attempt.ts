import type { Result } from '#core/result.ts';
import { seconds } from '#core/units.ts';
import type { Plan } from '#measure/lab/plan.ts';
import type { runSuite, SuiteProgress } from '#measure/lab/run-suite.ts';
import type { PageWatch } from '#measure/lab/while-seen.ts';
import { cancelled, type Fault } from '#measure/record/fault.ts';
import { withMeasurement } from '#measure/record/merge.ts';
import type { Adapter, Run } from '#measure/record/record.ts';
import type { OpenRunner, Runner } from '#measure/runner.ts';
import type { DocumentStore } from '#state/store.ts';
import type { SavedRuns } from './saved-runs.ts';
import { takeTurn, windowLocks } from './tab-turn.ts';
import { countHidden, untilVisible } from './visibility.ts';

/** What measures, and by which engines. */
export interface Engines {
  readonly open: Readonly<Partial<Record<Run['engine'], OpenRunner>>>;
  readonly runSuite: typeof runSuite;
}

/** What is to be measured, once the adapter is known. */
export type MakePlan<E> = (engines: E, runner: Runner) => Plan;

/** How the page stands while something measures, and what it wants to be told. */
export interface PageSide extends PageWatch {
  readonly onProgress: (progress: SuiteProgress) => void;
  /** The run as far as it is. */
  readonly onRun: (run: Run) => void;
}
/** Makes a run, or says why there is none. */
export type MakeRun<E> = (engines: E, runner: Runner, page: PageSide) => Promise<Result<Run, Fault>>;

export interface Attempts<E> {
  /** Begins a task unless one is under way; Stop aborts its signal, and what it throws is said. */
  readonly begin: (task: (signal: AbortSignal) => Promise<void>) => void;
  /** Opens an engine and measures a plan; into `base` where that was measured on the same adapter. */
  readonly start: (kind: Run['engine'], makePlan: MakePlan<E>, base: Run | null) => void;
  /** Opens an engine and lets it make a run of its own. */
  readonly startOwn: (kind: Run['engine'], makeRun: MakeRun<E>) => void;
  readonly stop: () => void;
}

const WAITING = 'Another tab of this page is measuring. This one begins when it is done.';

/** Points of another adapter do not belong in one run with these. */
export const sameAdapter = (one: Adapter, other: Adapter): boolean =>
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
 * Joins engines to the store: one attempt at a time and one tab at a time, results shown and saved as they come, faults
 * kept as values. The engines are loaded when they are first asked for, and a device is held only while it measures.
 */
export function createAttempts<E extends Engines>(
  store: DocumentStore,
  load: () => Promise<E>,
  saved?: SavedRuns,
): Attempts<E> {
  const { actions } = store;
  let stopping: AbortController | null = null;

  /** Measures on an open runner; into `base` where that was measured on the same adapter, else into a run of its own. */
  const measure = async (
    { open, runSuite }: Engines,
    runner: Runner,
    plan: Plan,
    base: Run | null,
    signal: AbortSignal,
  ) => {
    const reopen = open[runner.engine];
    const kept = base && sameAdapter(base.adapter, runner.adapter) ? base : null;
    let live = kept ?? emptyRun(runner, plan.suite);
    const { id } = live;
    const hidden = countHidden();
    try {
      const run = await runSuite(runner, plan, {
        signal,
        ...(kept && { before: kept.measurements }),
        waitUntilVisible: untilVisible,
        timesHidden: hidden.times,
        ...(reopen && { reopen }),
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

  /** A run that the engine makes: shown and saved as it grows. */
  const makeOwn = async (make: (page: PageSide) => Promise<Result<Run, Fault>>, signal: AbortSignal) => {
    const hidden = countHidden();
    try {
      const run = await make({
        signal,
        waitUntilVisible: untilVisible,
        timesHidden: hidden.times,
        onProgress: actions.setProgress,
        onRun: (live) => {
          actions.putLiveRun(live);
          saved?.save(live, false);
        },
      });
      if (!run.ok) return actions.failMeasuring(run.error);
      actions.finishMeasuring(run.value);
      if (run.value.measurements.length > 0) saved?.save(run.value, true);
    } finally {
      hidden.end();
    }
  };

  const attempt = async (
    kind: Run['engine'],
    use: (engines: E, runner: Runner) => Promise<void>,
    signal: AbortSignal,
  ) => {
    const engines = await load();
    const open = engines.open[kind];
    if (!open) throw new Error(`this page has no engine ${kind}`);
    const endTurn = await takeTurn(windowLocks(), signal, () =>
      actions.setProgress({ done: 0, total: 0, label: WAITING }),
    );
    if (endTurn === null) return actions.failMeasuring(cancelled());
    try {
      const opened = await open(signal);
      if (!opened.ok) return actions.failMeasuring(opened.error);
      const runner = opened.value;
      try {
        await use(engines, runner);
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
  return {
    begin,
    start: (kind, makePlan, base) =>
      begin((signal) =>
        attempt(kind, (engines, runner) => measure(engines, runner, makePlan(engines, runner), base, signal), signal),
      ),
    startOwn: (kind, makeRun) =>
      begin((signal) =>
        attempt(kind, (engines, runner) => makeOwn((page) => makeRun(engines, runner, page), signal), signal),
      ),
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
