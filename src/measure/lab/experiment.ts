import type { KernelDescription } from '../kernels/kernel.ts';
import type { Adapter, Run } from '../record/record.ts';
import type { Stage } from './plan.ts';

export type Depth = 'quick' | 'thorough';

/** What expected times are reckoned from. */
export interface TimeContext {
  readonly engine: Run['engine'];
  readonly adapter: Pick<Adapter, 'vendor' | 'fallback'>;
  readonly depth: Depth;
}

/** What an experiment is laid out for. */
export interface ExperimentContext extends TimeContext {
  readonly adapter: Adapter;
  /** The engine's kernel by id; undefined where it has none, and the experiment leaves that part out. */
  readonly kernel: (id: string) => KernelDescription | undefined;
}

/** A question to the hardware: which kernels on which problems answer it. One file each, one line in `experiments.ts`. */
export interface Experiment {
  /** `stream`, `working-set` … as `--only` names it. */
  readonly id: string;
  readonly title: string;
  /** What a person learns from it, in one sentence. */
  readonly purpose: string;
  readonly engines: readonly Run['engine'][];
  /** Expected time, seconds. Its stages are given this much together. */
  readonly seconds: (context: TimeContext) => number;
  /** In order; a later one may choose its problems by what the run has measured so far. */
  readonly stages: (context: ExperimentContext) => readonly Stage[];
}
