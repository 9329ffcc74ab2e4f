import { err, ok, type Result } from '#core/result.ts';
import { cancelled, type Fault } from '../record/fault.ts';
import type { Adapter, Clock, Measurement } from '../record/record.ts';
import type { MeasureRequest, Runner } from '../runner.ts';
import { cpuKernelById } from './catalogue.ts';
import { unsupported, workerClosed, workerCrashed, workerSilent } from './fault-sentences.ts';
import { type CpuKernel, isCpuKernel } from './kernel.ts';
import { type Answer, type Line, parseAnswer, type Question } from './messages.ts';

/** A Worker as far as it is needed; a test brings one of its own. */
export interface WorkerLine extends Line {
  addEventListener(type: 'message' | 'messageerror', listener: (event: MessageEvent) => void): void;
  addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void;
  terminate(): void;
}

/** A worker that did not stop in this time is ended, milliseconds. */
const STOPPING = 250;
/** A worker that has not opened in this time is not going to, milliseconds. */
const OPENING = 10_000;
/** Seconds over its budget after which a measurement counts as hung: filling, warming up and checking are beside it. */
const PATIENCE = 60;

interface Waiting {
  readonly kernel: string;
  readonly settle: (result: Result<Measurement, Fault>) => void;
}

/** The engine in a worker behind the same interface. */
class RemoteRunner implements Runner {
  readonly engine = 'cpu';
  readonly adapter: Adapter;
  readonly environment: string;
  readonly clock: Clock;
  readonly #worker: WorkerLine;
  readonly #waiting = new Map<number, Waiting>();
  #turns = 0;
  /** What ended the worker, once it has ended. */
  #ended: Fault | null = null;

  constructor(worker: WorkerLine, { adapter, environment, clock }: Extract<Answer, { type: 'open' }>) {
    this.#worker = worker;
    this.adapter = adapter;
    this.environment = environment;
    this.clock = clock;
    worker.addEventListener('message', ({ data }) => this.#hear(parseAnswer(data)));
    worker.addEventListener('messageerror', () => this.#end(workerCrashed('a message could not be read')));
    worker.addEventListener('error', ({ message }) => this.#end(workerCrashed(message || 'unknown')));
  }

  kernel(id: string): CpuKernel | undefined {
    return cpuKernelById(id);
  }

  prepare(): Promise<Result<void, Fault>> {
    return Promise.resolve(this.#ended === null ? ok(undefined) : err(this.#ended));
  }

  measure({ kernel, ...request }: MeasureRequest, signal: AbortSignal): Promise<Result<Measurement, Fault>> {
    if (signal.aborted) return Promise.resolve(err(cancelled(kernel.id)));
    if (this.#ended !== null) return Promise.resolve(err({ ...this.#ended, kernel: kernel.id }));
    if (!isCpuKernel(kernel)) return Promise.resolve(err(unsupported(kernel.id, 'It is a kernel of another engine.')));
    const turn = ++this.#turns;
    return new Promise((resolve) => {
      const limit = request.budgetSeconds + PATIENCE;
      const silence = setTimeout(() => this.#end(workerSilent(kernel.id, limit)), limit * 1000);
      let ending: ReturnType<typeof setTimeout> | undefined;
      const stop = () => {
        this.#say({ type: 'stop', turn });
        // Busy in one long piece of work, it hears nothing.
        ending = setTimeout(() => this.#end(workerClosed(), cancelled(kernel.id)), STOPPING);
      };
      signal.addEventListener('abort', stop, { once: true });
      this.#waiting.set(turn, {
        kernel: kernel.id,
        settle: (result) => {
          clearTimeout(silence);
          clearTimeout(ending);
          signal.removeEventListener('abort', stop);
          this.#waiting.delete(turn);
          resolve(result);
        },
      });
      this.#say({ type: 'measure', turn, request: { ...request, kernel: kernel.id } });
    });
  }

  close(): void {
    this.#end(workerClosed());
  }

  #say(question: Question): void {
    this.#worker.postMessage(question);
  }

  #hear(answer: Answer | null): void {
    if (answer === null) this.#end(workerCrashed('an answer that makes no sense'));
    else if (answer.type === 'measured') this.#waiting.get(answer.turn)?.settle(ok(answer.measurement));
    else if (answer.type === 'fault') this.#waiting.get(answer.turn)?.settle(err(answer.fault));
  }

  /** Ends the worker for `why`; those who wait are told that, or `said`. */
  #end(why: Fault, said: Fault = why): void {
    if (this.#ended !== null) return;
    this.#ended = why;
    this.#worker.terminate();
    for (const { kernel, settle } of [...this.#waiting.values()]) settle(err({ ...said, kernel }));
  }
}

/**
 * The CPU engine in a worker that `spawn` starts. `refused` where there can be none: an opaque origin throws, a script may fail
 * to load, a policy may forbid it. The caller then measures on its own thread.
 */
export async function openRemoteRunner(
  spawn: () => WorkerLine,
  signal: AbortSignal,
): Promise<Result<Runner, Fault | 'refused'>> {
  if (signal.aborted) return err(cancelled());
  let worker: WorkerLine;
  try {
    worker = spawn();
  } catch {
    return err('refused');
  }
  return new Promise((resolve) => {
    let settled = false;
    const settle = (result: Result<Runner, Fault | 'refused'>) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      if (!result.ok) worker.terminate();
      resolve(result);
    };
    const stop = () => settle(err(cancelled()));
    const timer = setTimeout(() => settle(err('refused')), OPENING);
    signal.addEventListener('abort', stop, { once: true });
    worker.addEventListener('error', () => settle(err('refused')));
    worker.addEventListener('message', ({ data }) => {
      if (settled) return;
      const answer = parseAnswer(data);
      settle(answer?.type === 'open' ? ok(new RemoteRunner(worker, answer)) : err('refused'));
    });
  });
}
