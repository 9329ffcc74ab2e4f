import { seconds } from '#core/units.ts';
import { cancelled, type Fault, type FaultKind } from '../record/fault.ts';
import type { Measurement, Run } from '../record/record.ts';
import type { MeasureRequest, OpenRunner, Runner } from '../runner.ts';
import type { Plan, PlannedMeasurement } from './plan.ts';

export interface SuiteProgress {
  readonly done: number;
  readonly total: number;
  /** Kernel being measured, and its title. */
  readonly kernel: string;
  readonly label: string;
  readonly secondsLeft: number;
}

export interface SuiteOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: SuiteProgress) => void;
  readonly onMeasurement?: (measurement: Measurement) => void;
  /** Awaited before each measurement: resolves at once, or when a hidden page is seen again. */
  readonly waitUntilVisible?: (signal: AbortSignal) => Promise<void>;
  /**
   * Asked once for a new runner after a device was lost for reason `unknown`; the kernel it was lost in is left out.
   * Without it the suite ends there. The new runner is closed by the suite.
   */
  readonly reopen?: OpenRunner;
}

/** Faults after which the runner, or the person, wants no more. The others are of one kernel alone. */
const FINAL: readonly FaultKind[] = [
  'no-webgpu',
  'insecure-context',
  'no-adapter',
  'device-lost',
  'watchdog',
  'cancelled',
];
/** Even a suite that is late gives each measurement this long. */
const LEAST_SECONDS = 0.15;

const newRunId = (at: Date): string =>
  `run-${at.getTime().toString(36)}-${Math.floor(Math.random() * 36 ** 6).toString(36)}`;

/** Resolves when the signal says stop: nobody who waits may keep a Stop waiting. */
const stopped = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** One suite under way: what it has, what is left, who measures. */
class Suite {
  readonly #plan: Plan;
  readonly #options: SuiteOptions;
  readonly #start = performance.now();
  readonly #total: number;
  readonly measurements: Measurement[] = [];
  readonly faults: Fault[] = [];
  #runner: Runner;
  #reopened: Runner | null = null;
  #done = 0;

  constructor(runner: Runner, plan: Plan, options: SuiteOptions) {
    this.#runner = runner;
    this.#plan = plan;
    this.#options = options;
    this.#total = plan.stages.reduce((total, stage) => total + stage.count, 0);
  }

  get elapsed(): number {
    return (performance.now() - this.#start) / 1000;
  }

  /** Time for the next measurement: an even share of what is left. */
  #share(): number {
    return Math.max(LEAST_SECONDS, (this.#plan.budgetSeconds - this.elapsed) / Math.max(1, this.#total - this.#done));
  }

  #progress(next: PlannedMeasurement | null): void {
    const left = this.#total - this.#done;
    const pace = this.#done === 0 ? this.#plan.budgetSeconds / this.#total : this.elapsed / this.#done;
    this.#options.onProgress?.({
      done: this.#done,
      total: this.#total,
      kernel: next?.kernel.id ?? '',
      label: next?.kernel.title ?? '',
      secondsLeft: left * pace,
    });
  }

  async run(): Promise<void> {
    for (const stage of this.#plan.stages) {
      const planned = stage.plan(this.measurements);
      if (!(await this.#prepare(planned))) return;
      for (const next of planned) if (!(await this.#measure(next))) return;
    }
    this.#progress(null);
  }

  /** Compiles a stage ahead. A kernel that does not compile says so when its turn comes. */
  async #prepare(planned: readonly PlannedMeasurement[]): Promise<boolean> {
    const [first] = planned;
    if (first) this.#progress(first);
    const prepared = await this.#runner.prepare(planned, this.#options.signal);
    return prepared.ok || !FINAL.includes(prepared.error.kind) || (await this.#survives(prepared.error));
  }

  /** Measures one; whether the suite goes on. */
  async #measure(next: PlannedMeasurement): Promise<boolean> {
    const { signal, onMeasurement, waitUntilVisible } = this.#options;
    if (!signal.aborted && waitUntilVisible) await Promise.race([waitUntilVisible(signal), stopped(signal)]);
    if (signal.aborted) return this.#survives(cancelled());
    this.#progress(next);
    const request: MeasureRequest = { ...next, budgetSeconds: this.#share() };
    const measured = await this.#runner.measure(request, signal);
    this.#done++;
    if (!measured.ok) return this.#survives(measured.error);
    this.measurements.push(measured.value);
    onMeasurement?.(measured.value);
    return true;
  }

  /** Notes a fault; whether the suite can go on after it, with a new device where the old one crashed for the first time. */
  async #survives(fault: Fault): Promise<boolean> {
    this.faults.push(fault);
    if (!FINAL.includes(fault.kind)) return true;
    const { reopen, signal } = this.#options;
    // Never after `destroyed`: somebody closed it on purpose.
    if (fault.kind !== 'device-lost' || fault.reason !== 'unknown' || !reopen || this.#reopened) return false;
    const opened = await reopen(signal);
    if (!opened.ok) {
      this.faults.push(opened.error);
      return false;
    }
    this.#reopened = opened.value;
    this.#runner = opened.value;
    return true;
  }

  close(): void {
    this.#reopened?.close();
  }
}

/**
 * Measures a plan, one kernel after another, on a runner that the caller opened and will close. Always gives a run: what
 * was measured before a fault or a Stop is in it, and so is the fault.
 */
export async function runSuite(runner: Runner, plan: Plan, options: SuiteOptions): Promise<Run> {
  const started = new Date();
  const suite = new Suite(runner, plan, options);
  try {
    await suite.run();
  } finally {
    suite.close();
  }
  return {
    version: 1,
    id: newRunId(started),
    engine: runner.engine,
    suite: plan.suite,
    startedAt: started.toISOString(),
    seconds: seconds(suite.elapsed),
    adapter: runner.adapter,
    environment: runner.environment,
    measurements: suite.measurements,
    faults: suite.faults,
  };
}
