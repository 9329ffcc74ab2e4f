import type { FlopsPerSecond, Seconds } from '#core/units.ts';
import type { KernelCost } from '#model/analysis/kernel-cost.ts';
import type { Fault } from './fault.ts';

/** What a run may hold: the engine keeps to it, and the schema holds files and links to it. */
export const MAX_MEASUREMENTS = 256;
export const MAX_SAMPLES = 1024;

/** What timed it, and the smallest step it can tell. */
export interface Clock {
  readonly kind: 'timestamp-query' | 'wall';
  readonly resolution: Seconds;
}

export interface Verification {
  /** Rows compared with the float64 reference, and of how many. */
  readonly rowsChecked: number;
  readonly rows: number;
  /** Largest error over its tolerance; at most 1. */
  readonly worst: number;
  /** Whether Freivalds' check covered the whole output. */
  readonly whole: boolean;
}

/** Samples of one verified kernel on one problem. There is no unverified measurement. */
export interface Measurement {
  /** Unique in its run. */
  readonly id: string;
  readonly kernel: string;
  readonly problem: Readonly<Record<string, number>>;
  /** What the measurement is for: a ceiling of the machine or a point of its own. */
  readonly role: 'memory-bandwidth' | 'cache-bandwidth' | 'compute-peak' | 'point';
  readonly cost: KernelCost;
  /** Seconds a dispatch, one for each pair of passes of N and 2N dispatches. */
  readonly samples: readonly Seconds[];
  readonly median: Seconds;
  /** 95 % interval of the median. */
  readonly interval: readonly [Seconds, Seconds];
  /** Dispatches in the shorter pass of a pair. */
  readonly dispatches: number;
  readonly clock: Clock;
  readonly compileTime: Seconds;
  readonly verified: Verification;
  /** ISO 8601. */
  readonly at: string;
  /** Sentences about this measurement: quantised clock, discarded samples, spread. */
  readonly notes: readonly string[];
}

export interface Adapter {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  /** A software adapter: correct, and says nothing about a GPU's speed. */
  readonly fallback: boolean;
  readonly subgroupMinSize: number | null;
  readonly subgroupMaxSize: number | null;
  readonly features: readonly string[];
  readonly limits: Readonly<Record<string, number>>;
}

/** The measurements made together on one adapter. */
export interface Run {
  readonly version: 1;
  readonly id: string;
  readonly engine: 'webgpu' | 'cpu';
  readonly suite: string;
  readonly startedAt: string;
  readonly seconds: Seconds;
  readonly adapter: Adapter;
  /** User agent in a browser, `Node … , Dawn …` in the command. */
  readonly environment: string;
  readonly measurements: readonly Measurement[];
  /** Faults met on the way; what was measured before them is kept. */
  readonly faults: readonly Fault[];
}

/** Performance of a measurement, with its interval. */
export interface MeasuredPerformance {
  readonly value: FlopsPerSecond;
  readonly interval: readonly [FlopsPerSecond, FlopsPerSecond];
}
