import { seededRandom } from '#core/random.ts';
import { type Seconds, seconds } from '#core/units.ts';
import type { Clock } from '../record/record.ts';
import { elapsed } from './clock-step.ts';
import type { PassTimer, SubmitTimes } from './pass-timer.ts';
import { type Sampled, sample } from './sampling.ts';

/** A processor and the clock that watches it, both made of arithmetic. Times in seconds. */
export interface Simulation {
  /** One dispatch, at the start. */
  readonly dispatch: number;
  /** What a pass costs besides its dispatches. */
  readonly fixed?: number;
  /** Between submit and end marker, besides the work. */
  readonly roundTrip?: number;
  /** Step that the clock counts in, nanoseconds. */
  readonly step?: number;
  /** Share by which a dispatch grows each second: a processor that heats up. */
  readonly drift?: number;
  /** Standard deviation of a pass, as a share of it. */
  readonly noise?: number;
  /** Chance that something else holds a pass up, by as much as `interruption`. */
  readonly interruptions?: number;
  readonly interruption?: number;
  /** Chance that the clock runs backwards in a pass. */
  readonly backwards?: number;
  readonly kind?: Clock['kind'];
}

interface TruePass {
  readonly dispatches: number;
  readonly seconds: number;
}

/** A timer on simulated time: deterministic by its seed, and nothing waits. */
export class SimulatedTimer implements PassTimer {
  readonly mostPasses: number;
  readonly clock: Clock;
  /** Length of each submit's work. */
  readonly submits: number[] = [];
  /** What the dispatches of each pass truly took, without the fixed cost, noise and clock. */
  readonly passes: TruePass[] = [];
  /** The simulated moment. */
  time = 0;
  readonly #simulation: Simulation;
  readonly #random;

  constructor(simulation: Simulation, seed = 4) {
    const { kind = 'timestamp-query', step = 1, roundTrip = 1e-3 } = simulation;
    this.#simulation = simulation;
    this.#random = seededRandom(seed);
    this.mostPasses = kind === 'wall' ? 1 : 16;
    // The wall's ends jitter by a tenth of the round trip.
    this.clock = { kind, resolution: seconds(kind === 'wall' ? 0.1 * roundTrip : step * 1e-9) };
  }

  run(passes: readonly number[]): Promise<SubmitTimes> {
    const { fixed = 10e-6, roundTrip = 1e-3, step = 1, backwards = 0, kind } = this.#simulation;
    const begin = this.time;
    const times = passes.map((count): Seconds | null => {
      const start = this.time;
      this.time += fixed + this.#work(count);
      if (kind === 'wall') return seconds(this.time - start + roundTrip * (1 + 0.1 * this.#random.normal()));
      if (this.#random.next() < backwards) return null;
      const read = (at: number) => BigInt(Math.floor((at * 1e9) / step)) * BigInt(step);
      return elapsed(read(start), read(this.time));
    });
    this.submits.push(this.time - begin);
    this.time += roundTrip * (1 + this.#random.next());
    return Promise.resolve({ passes: times, wall: seconds(this.time - begin) });
  }

  /** Time that so many dispatches take now. */
  #work(count: number): number {
    const { dispatch, drift = 0, noise = 0, interruptions = 0, interruption = 0 } = this.#simulation;
    const truth = count * dispatch * (1 + drift * this.time);
    this.passes.push({ dispatches: count, seconds: truth });
    const held = this.#random.next() < interruptions ? interruption * this.#random.next() : 0;
    return truth * Math.max(0.5, 1 + noise * this.#random.normal()) + held;
  }
}

/** Clocks as browsers have them, and processors as visitors have them: each fault alone, and all at once. */
export const SIMULATIONS = {
  quantised: { step: 65_536 },
  drifting: { drift: 0.1 },
  noisy: { noise: 0.02, interruptions: 0.05, interruption: 4e-3 },
  all: { step: 65_536, drift: 0.1, noise: 0.02, interruptions: 0.05, interruption: 4e-3, backwards: 0.02 },
} as const satisfies Record<string, Partial<Simulation>>;

export interface SimulatedEstimate extends Sampled {
  /** Seconds a dispatch truly took, on average over the passes that were counted. */
  readonly truth: number;
}

/** The whole way of a measurement, from calibration to estimate, on simulated time; null where no time came out. */
export async function simulateMeasurement(simulation: Simulation, seed: number): Promise<SimulatedEstimate | null> {
  const timer = new SimulatedTimer(simulation, seed);
  const sampled = await sample({
    timer,
    clock: timer.clock,
    passSeconds: 0.012,
    pairs: 15,
    deadline: Number.POSITIVE_INFINITY,
    ramp: 0,
    now: () => timer.time * 1000,
  });
  if (!sampled.ok) return null;
  const counted = timer.passes.slice(-2 * sampled.value.samples.length);
  const sum = (of: (pass: TruePass) => number) => counted.reduce((total, pass) => total + of(pass), 0);
  return { ...sampled.value, truth: sum((pass) => pass.seconds) / sum((pass) => pass.dispatches) };
}

/** Mean signed error over many seeds, as a share of the truth, and how often the interval held the truth. */
export async function estimatorBias(
  simulation: Simulation,
  seeds: number,
): Promise<{ readonly bias: number; readonly held: number }> {
  let error = 0;
  let held = 0;
  for (let seed = 0; seed < seeds; seed++) {
    const found = await simulateMeasurement(simulation, seed);
    if (found === null) throw new Error(`no time came out with seed ${seed}`);
    error += found.median / found.truth - 1;
    if (found.interval[0] <= found.truth && found.truth <= found.interval[1]) held++;
  }
  return { bias: error / seeds, held: held / seeds };
}
