import type { Plan } from './plan.ts';

/** Even a suite that is late gives each measurement this long. */
const LEAST_SECONDS = 0.15;
/** Part of the whole, by expectation, that counts for the pace as though it had kept to it: a slow first one is not the rule. */
const PRIOR = 0.25;

/** What a suite has left: expected seconds of each stage, and how far the clock is. */
export class SuiteClock {
  readonly #budget: number;
  /** Expected seconds of one measurement of each stage. */
  readonly #expected: readonly number[];
  readonly #counts: readonly number[];
  readonly total: number;
  readonly #now: () => number;
  readonly #start: number;
  #stage = 0;
  #doneInStage = 0;

  constructor({ stages, budgetSeconds }: Pick<Plan, 'stages' | 'budgetSeconds'>, now = () => performance.now()) {
    this.#counts = stages.map(({ count }) => count);
    this.total = this.#counts.reduce((sum, count) => sum + count, 0);
    const share = budgetSeconds / Math.max(1, this.total);
    this.#expected = stages.map(({ seconds, count }) => (seconds === undefined ? share : seconds / Math.max(1, count)));
    this.#budget = budgetSeconds;
    this.#now = now;
    this.#start = now();
  }

  get elapsed(): number {
    return (this.#now() - this.#start) / 1000;
  }

  /** Measurements done. A stage that planned fewer than it might have counts as done when the next begins. */
  get done(): number {
    return this.#counts.slice(0, this.#stage).reduce((sum, count) => sum + count, 0) + this.#doneInStage;
  }

  /** Expected seconds of what comes from here on, or came before. */
  #sum(over: (index: number, count: number) => number): number {
    return this.#counts.reduce((sum, count, index) => sum + (this.#expected[index] ?? 0) * over(index, count), 0);
  }
  get #ahead(): number {
    return this.#sum((index, count) =>
      index < this.#stage ? 0 : index === this.#stage ? Math.max(0, count - this.#doneInStage) : count,
    );
  }
  get #behind(): number {
    return this.#sum((index, count) => (index < this.#stage ? count : index === this.#stage ? this.#doneInStage : 0));
  }

  /** Time for the next measurement: its part, by expectation, of what is left of the budget. */
  share(): number {
    const next = this.#expected[this.#stage] ?? 0;
    const ahead = this.#ahead;
    const left = this.#budget - this.elapsed;
    return Math.max(LEAST_SECONDS, ahead > 0 ? (left * next) / ahead : left);
  }

  /** Expected seconds of all that is left: as expected at first, and more and more at the pace so far. */
  secondsLeft(): number {
    const [ahead, behind] = [this.#ahead, this.#behind];
    const prior = PRIOR * (ahead + behind);
    return behind > 0 ? (ahead * (this.elapsed + prior)) / (behind + prior) : ahead;
  }

  /** Whether what comes after this stage needs all the time that is left. */
  get isLate(): boolean {
    return this.#budget - this.elapsed <= this.#sum((index, count) => (index > this.#stage ? count : 0));
  }

  one(): void {
    this.#doneInStage++;
  }
  nextStage(): void {
    this.#stage++;
    this.#doneInStage = 0;
  }
}
