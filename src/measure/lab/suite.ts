import type { Result } from '#core/result.ts';
import { type Fault, isFinal } from '../record/fault.ts';
import { measurementId } from '../record/measurement-id.ts';
import { MAX_MEASUREMENTS, type Measurement } from '../record/record.ts';
import type { Runner } from '../runner.ts';
import { pieces } from './layout.ts';
import type { Plan, PlannedMeasurement, Stage } from './plan.ts';
import type { SuiteOptions } from './run-suite.ts';
import { halved } from './smaller.ts';
import { SuiteClock } from './suite-clock.ts';
import { WhileSeen } from './while-seen.ts';

/** A problem that finds no memory is halved so often at most. */
const HALVINGS = 4;
/** Kernels compiled at once: a Stop waits for few, and the first is not kept waiting by the last. */
const COMPILED_TOGETHER = 8;
/** Faults of kernels that a run lists at most; the one that ends it always has room. */
const MOST_KERNEL_FAULTS = 28;

/** After it a new device may be asked for: a crash or a hang. Never after `destroyed`: somebody closed it on purpose. */
const isSurvivable = ({ kind, reason }: Fault): boolean =>
  kind === 'watchdog' || (kind === 'device-lost' && reason === 'unknown');

const withNote = (measurement: Measurement, note: string): Measurement => ({
  ...measurement,
  notes: [note, ...measurement.notes],
});

const smallerNote = (times: number): string =>
  `There was no memory for the size asked for: this is ${['half', 'a quarter', 'an eighth'][times - 1] ?? 'a sixteenth'} of it.`;

/** One suite under way: what it has, what is left, who measures. */
export class Suite {
  readonly #plan: Plan;
  readonly #options: SuiteOptions;
  readonly #clock: SuiteClock;
  readonly measurements: Measurement[] = [];
  readonly faults: Fault[] = [];
  readonly #ids = new Set<string>();
  /** Kernels that took a device with them. */
  readonly #leftOut = new Set<string>();
  readonly #seen: WhileSeen;
  #runner: Runner;
  #reopened: Runner | null = null;

  constructor(runner: Runner, plan: Plan, options: SuiteOptions) {
    this.#runner = runner;
    this.#plan = plan;
    this.#options = options;
    this.#clock = new SuiteClock(plan);
    this.#seen = new WhileSeen(options);
  }

  get elapsed(): number {
    return this.#clock.elapsed;
  }

  #progress(next: PlannedMeasurement | null, stage?: Stage): void {
    this.#options.onProgress?.({
      done: this.#clock.done,
      total: this.#clock.total,
      kernel: next?.kernel.id ?? '',
      label: next === null ? '' : (stage?.label ?? next.kernel.title),
      secondsLeft: this.#clock.secondsLeft(),
    });
  }

  async run(): Promise<void> {
    for (const stage of this.#plan.stages) {
      if (stage.optional && this.#clock.isLate) {
        this.#clock.nextStage();
        continue;
      }
      const planned = stage
        .plan([...(this.#options.before ?? []), ...this.measurements])
        .filter((next) => this.#isWanted(next));
      for (const together of pieces(planned, COMPILED_TOGETHER)) {
        if (!(await this.#prepare(together, stage))) return;
        for (const next of together)
          if (this.#isWanted(next)) {
            if (!(await this.#measure(next, stage))) return;
          } else this.#clock.one();
      }
      this.#clock.nextStage();
    }
    this.#progress(null);
  }

  /** A run holds each question once, and only so many; a kernel that crashed a device is not tried again. */
  #isWanted({ kernel, problem, role }: PlannedMeasurement): boolean {
    return (
      !this.#leftOut.has(kernel.id) &&
      !this.#ids.has(measurementId({ kernel: kernel.id, problem, role, edited: kernel.edited })) &&
      this.measurements.length < MAX_MEASUREMENTS
    );
  }

  /** Compiles a stage ahead. A kernel that does not compile says so when its turn comes. */
  async #prepare(planned: readonly PlannedMeasurement[], stage: Stage): Promise<boolean> {
    const [first] = planned;
    if (first) this.#progress(first, stage);
    const prepared = await this.#runner.prepare(planned, this.#options.signal);
    return prepared.ok || !isFinal(prepared.error) || (await this.#survives(prepared.error));
  }

  /** Measures one; whether the suite goes on. */
  async #measure(next: PlannedMeasurement, stage: Stage): Promise<boolean> {
    this.#progress(next, stage);
    const measured = await this.#measureSmaller(next);
    this.#clock.one();
    if (!measured.ok) return this.#survives(measured.error, next.kernel.id);
    // A halved problem may be one that was measured already.
    if (this.#ids.has(measured.value.id)) return true;
    this.#ids.add(measured.value.id);
    this.measurements.push(measured.value);
    this.#options.onMeasurement?.(measured.value);
    return true;
  }

  /** Where there is no memory for a problem, half of it is measured, and the note says so. */
  async #measureSmaller(next: PlannedMeasurement): Promise<Result<Measurement, Fault>> {
    let asked = next;
    let measured = await this.#measureSeen(asked);
    const first = measured;
    for (let times = 1; times <= HALVINGS; times++) {
      if (measured.ok || measured.error.kind !== 'out-of-memory') break;
      const problem = halved(asked.kernel, asked.problem);
      if (problem === null) break;
      asked = { ...asked, problem };
      measured = await this.#measureSeen(asked);
      if (measured.ok) return { ok: true, value: withNote(measured.value, smallerNote(times)) };
    }
    return measured.ok || measured.error.kind !== 'out-of-memory' ? measured : first;
  }

  async #measureSeen(next: PlannedMeasurement): Promise<Result<Measurement, Fault>> {
    const { result, note } = await this.#seen.measure(() =>
      this.#runner.measure({ ...next, budgetSeconds: this.#clock.share() }, this.#options.signal),
    );
    return result.ok && note !== null ? { ok: true, value: withNote(result.value, note) } : result;
  }

  /** Each once: forty points of a kernel that the adapter cannot run are one fault. */
  #note(fault: Fault): void {
    const known = this.faults.some(
      ({ kind, kernel, message }) => kind === fault.kind && kernel === fault.kernel && message === fault.message,
    );
    if (isFinal(fault) || (!known && this.faults.length < MOST_KERNEL_FAULTS)) this.faults.push(fault);
  }

  /** Notes a fault; whether the suite can go on after it, with a new device where the old one crashed for the first time. */
  async #survives(fault: Fault, kernel?: string): Promise<boolean> {
    this.#note(fault);
    if (!isFinal(fault)) return true;
    const { reopen, signal } = this.#options;
    if (!isSurvivable(fault) || !reopen || this.#reopened || this.#plan.endsOnHang) return false;
    if (kernel !== undefined) this.#leftOut.add(kernel);
    const opened = await reopen(signal);
    if (!opened.ok) {
      this.#note(opened.error);
      return false;
    }
    this.#reopened = opened.value;
    this.#runner = opened.value;
    return true;
  }

  close(): void {
    this.#seen.close();
    this.#reopened?.close();
  }
}
