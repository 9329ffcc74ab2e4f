import type { Result } from '#core/result.ts';
import type { KernelDescription, Problem } from './kernels/kernel.ts';
import type { Fault } from './record/fault.ts';
import type { Adapter, Clock, Measurement, Run } from './record/record.ts';
import type { OpenProgram, Program } from './stack/program.ts';

/** Sets of buffers that a measurement takes in turn at most: so many dispatches surely run, so each set is verified. */
export const MAX_ROTATION = 4;

export interface MeasureRequest<K extends KernelDescription = KernelDescription> {
  /** One of this engine's own kernels; another engine's is refused as `unsupported`. */
  readonly kernel: K;
  readonly problem: Problem;
  readonly role: Measurement['role'];
  /** Sets of buffers that the dispatches take in turn, so that no cache keeps what the last one left; 1 where left out, at most `MAX_ROTATION`. */
  readonly rotation?: number;
  /** At least this many pairs of passes. */
  readonly pairs: number;
  /** Aimed length of one pass, seconds. */
  readonly passSeconds: number;
  /** Time for all of this measurement, seconds, after which it makes do with the pairs it has (never under three). */
  readonly budgetSeconds: number;
}

/** What both engines keep: open once, measure one after another, close. */
export interface Runner {
  readonly engine: Run['engine'];
  /** User agent in a browser, `Node … , Dawn …` in the command. */
  readonly environment: string;
  readonly adapter: Adapter;
  readonly clock: Clock;
  /** This engine's kernel by id. */
  kernel(id: string): KernelDescription | undefined;
  /** Compile ahead, so that no measurement waits for a pipeline. */
  prepare(
    requests: readonly Pick<MeasureRequest, 'kernel' | 'problem'>[],
    signal: AbortSignal,
  ): Promise<Result<void, Fault>>;
  measure(request: MeasureRequest, signal: AbortSignal): Promise<Result<Measurement, Fault>>;
  /** Puts a program's tensors on the device. Absent where the engine runs no programs. */
  openProgram?(program: Program, signal: AbortSignal): Promise<Result<OpenProgram, Fault>>;
  /** Frees everything. Idempotent. */
  close(): void;
}
export type OpenRunner = (signal: AbortSignal) => Promise<Result<Runner, Fault>>;
