import type { Unknowable } from '#core/quantity.ts';
import type { Bytes, BytesPerSecond, FlopsPerSecond, Seconds } from '#core/units.ts';
import type { KernelCost } from '#model/analysis/kernel-cost.ts';
import type { Fault } from './fault.ts';

/** What a run may hold: the engine keeps to it, and the schema holds files and links to it. */
export const MAX_MEASUREMENTS = 1024;
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

/** A person's own version of a kernel; bindings, reference and cost are the original's. */
export interface EditedProgram {
  readonly source: string;
  /** Override constants by name, in place of the kernel's own. */
  readonly constants: Readonly<Record<string, number>>;
  /** Workgroups of the dispatch, where they are not the original's. */
  readonly workgroups?: readonly [x: number, y: number, z: number];
  /** By which it is known, made from the rest. */
  readonly hash: string;
}

/** Samples of one verified kernel on one problem. There is no unverified measurement. */
export interface Measurement {
  /** Unique in its run. */
  readonly id: string;
  readonly kernel: string;
  readonly problem: Readonly<Record<string, number>>;
  /**
   * What the measurement is for: a ceiling of the machine, a point of its own, or one of the many points of an experiment's
   * curve, which the lab draws and the roofline does not; or a step of a stack, which stands beside its layer; or a point of
   * somebody's own version of the kernel.
   */
  readonly role: 'memory-bandwidth' | 'cache-bandwidth' | 'compute-peak' | 'point' | 'sweep' | 'layer' | 'edited';
  /** The version that ran, where the role is `edited`. Left out in a link: it stayed with who measured it. */
  readonly edited?: EditedProgram;
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

/** Shapes and formats of matrices that a subgroup multiplies: M×K by K×N. As the adapter names them: `f32`, `f16`, … */
export interface SubgroupMatrixConfig {
  readonly M: number;
  readonly N: number;
  readonly K: number;
  readonly componentType: string;
  readonly resultComponentType: string;
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
  /** WGSL language features; left out where nobody asked. */
  readonly languageFeatures?: readonly string[];
  /** Left out where the browser lists none. */
  readonly subgroupMatrixConfigs?: readonly SubgroupMatrixConfig[];
  /** Bytes of its own memory; left out where the browser does not say. */
  readonly memory?: number;
  readonly limits: Readonly<Record<string, number>>;
}

/** A memory tier as latency and bandwidth curves show it. Values carry 95 % intervals. */
export interface DiscoveredTier {
  /** `tier-1` nearest to compute. */
  readonly id: string;
  /** `L1`, `L2`, … , `Memory`: by order, not by what a datasheet calls it. */
  readonly name: string;
  /** Working set at which the next tier takes over; null for the last, of which only a part was seen. */
  readonly capacity: Unknowable<Bytes>;
  readonly bandwidth: Unknowable<BytesPerSecond>;
  /** Upper bound: the chain holds address arithmetic and a bounds check beside the load. */
  readonly latency: Unknowable<Seconds>;
  /** Bayesian confidence that a tier ends here, 0 to 1; for the last, that there is no further one in the range measured. */
  readonly confidence: number;
}

/** What a discovery found, nearest tier first. */
export interface Discovery {
  readonly tiers: readonly DiscoveredTier[];
  /** Smallest and largest working set measured. */
  readonly range: readonly [Bytes, Bytes];
  /** How sure it is and why, for a person. */
  readonly sentences: readonly string[];
}

/** A stack of layers as it ran on a GPU, layer after layer: its steps' times are among the run's measurements. */
export interface StackRun {
  /** Id and name of the stack. */
  readonly stack: string;
  readonly name: string;
  readonly batch: number;
  /** Whether a normalisation or activation was done by the kernel before it. */
  readonly fused: boolean;
  /** Of one occurrence of a repeat group: the others are the same kernels on the same shapes. */
  readonly steps: readonly {
    /** Paths of the layer and of those fused into it. */
    readonly layers: readonly string[];
    /** Occurrences. */
    readonly times: number;
    /** FLOP of the layers as the model counts them, one occurrence: whether a stack that is open now is the one that ran. */
    readonly flop: number;
    /** Id of the measurement; equal kernels on equal problems share one. */
    readonly measurement: string;
  }[];
  /** Layers without a measurement, each with the reason. */
  readonly skipped: readonly { readonly layer: string; readonly reason: string }[];
  /** All steps in order, all occurrences: seconds of each pass, their median and its 95 % interval; null where layers are missing. */
  readonly whole: {
    readonly samples: readonly Seconds[];
    readonly median: Seconds;
    readonly interval: readonly [Seconds, Seconds];
  } | null;
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
  /** Of a discovery: the tiers found. */
  readonly machine?: Discovery;
  /** Of a stack that was run. */
  readonly stack?: StackRun;
  /** Faults met on the way; what was measured before them is kept. */
  readonly faults: readonly Fault[];
}

/** Performance of a measurement, with its interval. */
export interface MeasuredPerformance {
  readonly value: FlopsPerSecond;
  readonly interval: readonly [FlopsPerSecond, FlopsPerSecond];
}
