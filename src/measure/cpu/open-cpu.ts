import { err, ok, type Result } from '#core/result.ts';
import { cancelled, type Fault } from '../record/fault.ts';
import type { Adapter } from '../record/record.ts';
import { wallResolution, wallStep } from '../timing/clock-step.ts';
import { CpuRunner } from './cpu-runner.ts';

/** What a program that can ask its system knows of the processor. */
export interface Processor {
  readonly vendor?: string;
  /** `x64`, `arm64`. */
  readonly architecture?: string;
  /** The model's name. */
  readonly device?: string;
  /** Hardware threads. */
  readonly threads?: number;
}

export interface OpenCpuOptions {
  /** Said beside every result: left out in a browser, which says what it is; the program's versions in the command. */
  readonly environment?: string;
  /** Browsers tell the number of threads alone. */
  readonly processor?: Processor;
}

/** Bytes of the arrays of one measurement: the largest working set and what a stream needs past any cache. */
const MEMORY = 2 ** 30;

function adapterOf({ vendor = '', architecture = '', device = '', threads }: Processor): Adapter {
  const count = threads ?? globalThis.navigator?.hardwareConcurrency;
  const of = count === undefined ? '' : ` of ${count}`;
  return {
    vendor,
    architecture,
    device,
    description: `${device === '' ? 'Processor' : device}, one thread${of}, scalar JavaScript`,
    fallback: false,
    subgroupMinSize: 1,
    subgroupMaxSize: 1,
    features: [],
    limits: { maxBufferSize: MEMORY / 2, ...(count !== undefined && { hardwareConcurrency: count }) },
  };
}

/**
 * The CPU engine on this thread, in a page, a worker or Node. It is timed by the wall clock, whose step is found by trying.
 * The only fault is `cancelled`.
 */
export const openCpuRunner =
  ({ environment, processor = {} }: OpenCpuOptions = {}) =>
  (signal: AbortSignal): Promise<Result<CpuRunner, Fault>> => {
    if (signal.aborted) return Promise.resolve(err(cancelled()));
    const clock = { kind: 'wall', resolution: wallResolution(wallStep(), []) } as const;
    const parts = {
      adapter: adapterOf(processor),
      environment: environment ?? globalThis.navigator?.userAgent ?? 'unknown program',
      clock,
      memory: MEMORY,
    };
    return Promise.resolve(ok(new CpuRunner(parts)));
  };
