import { cancelled, type Fault } from '../record/fault.ts';
import { deviceLost, outOfMemory, validation, watchdog } from './fault-sentences.ts';

/** Carries a fault up to the runner, which hands it out as a value. It never leaves this folder. */
export class FaultError extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** What each browser says when it has no room for an array: a person can do something about it. */
const NO_ROOM = /alloc|memory|array (buffer|length)|too large/i;

/** The fault that was thrown, or what the page's own lack of memory amounts to; a bug is thrown on. */
export function faultOf(error: unknown, kernel: string): Fault {
  if (error instanceof FaultError) return error.fault;
  if (error instanceof RangeError && NO_ROOM.test(error.message)) return outOfMemory(kernel, error.message);
  throw error;
}

/** What a wait is for: the kernel to name in a fault, the Stop button, the time after which the GPU counts as hung. */
export interface Watch {
  readonly kernel: string;
  readonly signal: AbortSignal;
  readonly limit: number;
}

const SCOPES = ['internal', 'out-of-memory', 'validation'] as const;
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Whether something happened before within a window, milliseconds, as far as this page knows; notes that it did now. */
function repeats(window: number): () => boolean {
  const moments: number[] = [];
  return () => {
    const now = performance.now();
    const again = moments.some((moment) => now - moment < window);
    moments.push(now);
    return again;
  };
}
/** After the second crash in two minutes browsers block the page. */
const crashedAgain = repeats(120_000);
const hungAgain = repeats(600_000);

/** Watches one device: its loss, its errors, its silence. Every await on the device goes through `wait`. */
export class DeviceGuard {
  readonly device: GPUDevice;
  readonly #lost: Promise<Fault>;
  /** Why we ended the device ourselves, or what ended it. */
  #ended: Fault | null = null;

  constructor(device: GPUDevice) {
    this.device = device;
    this.#lost = device.lost.then(({ reason, message }) => {
      if (this.#ended === null) {
        const why = reason === 'destroyed' ? 'destroyed' : 'unknown';
        this.#ended = deviceLost(why, message, undefined, why === 'unknown' && crashedAgain());
      }
      return this.#ended;
    });
  }

  /** The fault that ended the device, if it has ended. */
  get ended(): Fault | null {
    return this.#ended;
  }

  /** Closes the device for a reason of our own. */
  end(fault: Fault): void {
    this.#ended ??= fault;
    this.device.destroy();
  }

  #ending(kernel: string, fault: Fault): FaultError {
    return new FaultError(fault.kernel === undefined && kernel !== '' ? { ...fault, kernel } : fault);
  }

  /**
   * The promise's value, or a thrown `FaultError`: device lost, stopped, no answer within the limit (which closes the
   * device: a hung GPU cannot be asked to stop), or refused.
   */
  async wait<T>(promise: Promise<T>, { kernel, signal, limit }: Watch): Promise<T> {
    promise.catch(() => {});
    if (this.#ended !== null) throw this.#ending(kernel, this.#ended);
    if (signal.aborted) throw new FaultError(cancelled(kernel));
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stop = () => {};
    try {
      return await Promise.race([
        promise.catch(async (error: unknown) => {
          // A lost device rejects what was pending, sometimes before it says that it is lost.
          const fault = await Promise.race([this.#lost, pause(100)]);
          throw fault ? this.#ending(kernel, fault) : new FaultError(validation(kernel, textOf(error)));
        }),
        this.#lost.then((fault) => {
          throw this.#ending(kernel, fault);
        }),
        new Promise<never>((_, reject) => {
          stop = () => reject(new FaultError(cancelled(kernel)));
          signal.addEventListener('abort', stop, { once: true });
          timer = setTimeout(() => {
            const fault = watchdog(kernel, limit, hungAgain());
            this.end(fault);
            reject(new FaultError(fault));
          }, limit * 1000);
        }),
      ]);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
  }

  /**
   * Runs synchronous device calls inside error scopes of all three kinds, then waits for the scopes and for the promise
   * that `work` may return. An error in a scope wins: it says why the promise failed.
   */
  async scoped<T>(watch: Watch, work: () => T | Promise<T>): Promise<T> {
    if (this.#ended !== null) throw this.#ending(watch.kernel, this.#ended);
    for (const scope of SCOPES) this.device.pushErrorScope(scope);
    let result: Promise<T>;
    const scopes: Promise<GPUError | null>[] = [];
    try {
      const value = work();
      result = value instanceof Promise ? value : Promise.resolve(value);
    } catch (error) {
      result = Promise.reject(error);
    } finally {
      for (const _ of SCOPES) scopes.push(this.device.popErrorScope());
    }
    result.catch(() => {});
    const [refused, exhausted, internal] = await this.wait(Promise.all(scopes), watch);
    if (exhausted) throw new FaultError(outOfMemory(watch.kernel, exhausted.message));
    const error = refused ?? internal;
    if (error) throw new FaultError(validation(watch.kernel, error.message));
    return this.wait(result, watch);
  }
}
