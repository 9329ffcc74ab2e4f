import type { Result } from '#core/result.ts';
import { pieces } from '../lab/layout.ts';
import { timingOf } from '../lab/machine-class.ts';
import type { SuiteProgress } from '../lab/run-suite.ts';
import { SuiteClock } from '../lab/suite-clock.ts';
import { type PageWatch, WhileSeen } from '../lab/while-seen.ts';
import { type Fault, isFinal } from '../record/fault.ts';
import { MAX_MEASUREMENTS, type Measurement, type StackRun } from '../record/record.ts';
import type { Runner } from '../runner.ts';
import { type ExpectedTimes, workOf } from './expected.ts';
import type { OpenProgram, Program, Step, StepDone, WholeTime } from './program.ts';
import { endedSteps, type StackInfo, type StepEnd } from './stack-steps.ts';

/** Kernels compiled at once: a Stop waits for few, and the first is not kept waiting by the last. */
const COMPILED_TOGETHER = 8;
/** Faults of layers that a run lists at most; the one that ends it always has room. */
const MOST_LAYER_FAULTS = 24;
const NO_ROOM = `A run holds ${MAX_MEASUREMENTS.toLocaleString('en')} measurements, and this stack has more different layers.`;
const WHOLE_LABEL = 'All layers in order';

export interface WalkOptions extends PageWatch {
  readonly onProgress?: (progress: SuiteProgress) => void;
  /** After each step that brought something: what there is so far. */
  readonly onStep?: () => void;
  readonly expected: ExpectedTimes;
  /** Measurements that the run has already. */
  readonly before: readonly Measurement[];
}

/** One walk through a program on an open runner: what it has, and what went wrong. */
export class StackWalk {
  readonly #runner: Runner;
  readonly #program: Program;
  readonly #info: StackInfo;
  readonly #options: WalkOptions;
  readonly #clock: SuiteClock;
  readonly #seen: WhileSeen;
  readonly #ends: StepEnd[] = [];
  readonly #timed = new Set<string>();
  readonly #compiled = new Set<string>();
  readonly measurements: Measurement[] = [];
  readonly faults: Fault[] = [];
  #whole: WholeTime | null = null;

  constructor(runner: Runner, program: Program, info: StackInfo, options: WalkOptions) {
    this.#runner = runner;
    this.#program = program;
    this.#info = info;
    this.#options = options;
    this.#seen = new WhileSeen(options);
    const { expected } = options;
    this.#clock = new SuiteClock({
      stages: [...expected.steps, expected.whole].map((seconds) => ({ count: 1, seconds, plan: () => [] })),
      budgetSeconds: expected.total,
    });
  }

  /** The stack's run as far as it is. */
  get stack(): StackRun {
    const { resolved, fused } = this.#info;
    const { steps, skipped } = endedSteps(this.#info, this.#program.steps, this.#ends);
    const all = [...this.#program.skipped, ...skipped];
    return {
      stack: resolved.stack.id,
      name: resolved.stack.name,
      batch: resolved.batch,
      fused,
      steps,
      skipped: all.filter(({ layer }, index) => all.findIndex((one) => one.layer === layer) === index),
      whole: this.#whole && {
        samples: this.#whole.samples,
        median: this.#whole.median,
        interval: this.#whole.interval,
      },
    };
  }

  async run(): Promise<void> {
    const { openProgram } = this.#runner;
    if (!openProgram) {
      this.faults.push({ kind: 'unsupported', message: 'Stacks run on the GPU; this engine has no programs.' });
      return;
    }
    this.#progress(this.#program.steps[0]);
    const opened = await openProgram.call(this.#runner, this.#program, this.#options.signal);
    if (!opened.ok) {
      this.faults.push(opened.error);
      return;
    }
    try {
      await this.#walk(opened.value);
    } finally {
      opened.value.close();
      this.#seen.close();
    }
  }

  async #walk(running: OpenProgram): Promise<void> {
    for (const [index, step] of this.#program.steps.entries()) {
      this.#progress(step);
      if (!(await this.#compile(index)) || !(await this.#step(running, index, step))) return;
      this.#clock.nextStage();
    }
    // Where layers are missing there is no whole.
    if (this.stack.skipped.length === 0 && this.#ends.length > 0) await this.#timeWhole(running);
  }

  /** Compiles the next few kernels together; one that does not compile says so when its turn comes. */
  async #compile(index: number): Promise<boolean> {
    const [next] = this.#program.steps.slice(index, index + 1);
    if (next === undefined || this.#compiled.has(workOf(next))) return true;
    const [together = []] = pieces(
      this.#program.steps.slice(index).filter((step) => !this.#compiled.has(workOf(step))),
      COMPILED_TOGETHER,
    );
    for (const step of together) this.#compiled.add(workOf(step));
    const prepared = await this.#runner.prepare(together, this.#options.signal);
    return prepared.ok || !this.#ended(prepared.error);
  }

  /** Runs a step; whether the walk goes on. */
  async #step(running: OpenProgram, index: number, step: Step): Promise<boolean> {
    const work = workOf(step);
    const isNew = !this.#timed.has(work);
    const room = this.measurements.length + this.#options.before.length < MAX_MEASUREMENTS;
    const { result, note } = await this.#seen.measure(() => {
      const request = { ...this.#timing(), budgetSeconds: this.#clock.share() };
      return running.step(index, isNew && room ? request : null, this.#options.signal);
    });
    if (!result.ok) {
      if (this.#ended(result.error)) return false;
      this.#ends[index] = { ok: false, reason: result.error.message };
      return true;
    }
    this.#ends[index] = isNew && !room ? { ok: false, reason: NO_ROOM } : { ok: true };
    this.#keep(work, result.value, note);
    return true;
  }

  #keep(work: string, { measurement }: StepDone, note: string | null): void {
    if (measurement === null) return;
    this.#timed.add(work);
    this.measurements.push(note === null ? measurement : { ...measurement, notes: [note, ...measurement.notes] });
    this.#options.onStep?.();
  }

  async #timeWhole(running: OpenProgram): Promise<void> {
    this.#progress(null);
    const { result } = await this.#seen.measure((): Promise<Result<WholeTime, Fault>> => {
      const request = {
        ...this.#timing(),
        pairs: this.#options.expected.wholePairs,
        budgetSeconds: this.#clock.share(),
      };
      return running.whole(request, this.#options.signal);
    });
    if (result.ok) this.#whole = result.value;
    else this.#ended(result.error);
  }

  #timing() {
    return timingOf({ engine: 'webgpu', adapter: this.#runner.adapter, depth: 'quick' });
  }

  /** Notes a fault, equal ones once; whether it ends the walk. */
  #ended(fault: Fault): boolean {
    const known = this.faults.some(({ kind, kernel, message }) => {
      return kind === fault.kind && kernel === fault.kernel && message === fault.message;
    });
    if (isFinal(fault) || (!known && this.faults.length < MOST_LAYER_FAULTS)) this.faults.push(fault);
    return isFinal(fault);
  }

  #progress(step: Step | null | undefined): void {
    this.#options.onProgress?.({
      done: this.#clock.done,
      total: this.#clock.total,
      kernel: step?.kernel.id ?? '',
      label: step ? (step.layers[0] ?? '') : WHOLE_LABEL,
      secondsLeft: this.#clock.secondsLeft(),
    });
  }
}
