import { err, ok, type Result } from '#core/result.ts';
import { cancelled, type Fault } from '../record/fault.ts';
import { BufferPool } from './buffers.ts';
import { detectClock } from './detect-clock.ts';
import { type OpenedDevice, requestDevice } from './device.ts';
import { noAnswer } from './fault-sentences.ts';
import { GpuRunner } from './gpu-runner.ts';
import { DeviceGuard, faultOf } from './guard.ts';

export interface OpenGpuOptions {
  /** Where there is no `navigator.gpu`: Dawn's in Node, a faked one in a test. */
  readonly gpu?: GPU;
  /** Said beside every result: the user agent, or the program's versions. */
  readonly environment?: string;
  /** Seconds without an answer after which the GPU counts as hung. Browsers wait 15 to 30; a software adapter gets 30. */
  readonly watchdogSeconds?: number;
  /** Seconds that the browser may take to give a device. After a hang its GPU process answers when that is over, or never. */
  readonly patienceSeconds?: number;
}

const WATCHDOG_SECONDS = 10;
const SOFTWARE_WATCHDOG_SECONDS = 30;

export const PATIENCE_SECONDS = 60;

/** What the browser answers; a fault when the signal says stop or it takes too long. A device that comes later is closed. */
export async function answered(
  request: Promise<Result<OpenedDevice, Fault>>,
  limit: number,
  signal: AbortSignal,
): Promise<Result<OpenedDevice, Fault>> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stop = () => {};
  const given = new Promise<Fault>((resolve) => {
    stop = () => resolve(cancelled());
    signal.addEventListener('abort', stop, { once: true });
    timer = setTimeout(() => resolve(noAnswer(limit)), limit * 1000);
  });
  try {
    const first = await Promise.race([request, given.then((fault) => err(fault))]);
    if (!first.ok) void request.then((late) => late.ok && late.value.device.destroy());
    return first;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

/**
 * The WebGPU engine, opened on a signal: an adapter, a device with the best limits it offers, a clock that was tried.
 * Faults: `no-webgpu`, `insecure-context`, `no-adapter`, `cancelled`, and what can befall a device.
 */
export const openGpuRunner =
  ({ gpu, environment, watchdogSeconds, patienceSeconds = PATIENCE_SECONDS }: OpenGpuOptions = {}) =>
  async (signal: AbortSignal): Promise<Result<GpuRunner, Fault>> => {
    if (signal.aborted) return err(cancelled());
    // Looked up when opened: a program without a navigator may load this file.
    const userAgent = environment ?? globalThis.navigator?.userAgent ?? 'unknown program';
    const opened = await answered(
      requestDevice(gpu ?? globalThis.navigator?.gpu, { userAgent, secure: globalThis.isSecureContext !== false }),
      patienceSeconds,
      signal,
    );
    if (!opened.ok) return opened;
    const { device, adapter } = opened.value;
    const limit = watchdogSeconds ?? (adapter.fallback ? SOFTWARE_WATCHDOG_SECONDS : WATCHDOG_SECONDS);
    const guard = new DeviceGuard(device);
    const pool = new BufferPool(device);
    try {
      const detected = await detectClock(guard, pool, { kernel: 'clock probe', signal, limit });
      return ok(new GpuRunner({ guard, pool, adapter, environment: userAgent, detected, watchdogSeconds: limit }));
    } catch (error) {
      pool.close();
      guard.end(cancelled());
      return err(faultOf(error, 'clock probe'));
    }
  };
