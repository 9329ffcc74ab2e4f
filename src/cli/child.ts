import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { CommandFault } from './fail.ts';

/** What asks a process to end: a person at the terminal, a supervisor, a terminal that is closed. */
const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Deaths by these were asked for; any other signal is a crash. */
const ASKED_FOR: readonly string[] = [...ENDING_SIGNALS, 'SIGKILL', 'SIGQUIT'];

/** Where signals arrive: the process, or what stands for it in a test. */
type SignalSource = Pick<NodeJS.EventEmitter, 'on' | 'off'>;

/**
 * Aborts when somebody asks this process to end. Listens for as long as it lives: a Ctrl-C of the terminal comes to the whole
 * group and is passed on as well, and the second one must not end what the first one made finish.
 */
export function askedToEnd(source: SignalSource = process): AbortSignal {
  const stop = new AbortController();
  for (const signal of ENDING_SIGNALS) source.on(signal, () => stop.abort());
  return stop.signal;
}

/**
 * Waits for a child that stands in for this command: what asks this process to end is passed on, so that no child outlives it.
 * Gives the child's exit code, or 128 and the signal that ended it, as shells do.
 *
 * @throws {CommandFault} where the child could not start or crashed.
 */
export function standIn(child: ChildProcess, source: SignalSource = process): Promise<number> {
  const passOn = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of ENDING_SIGNALS) source.on(signal, passOn);
  return new Promise<number>((resolve, reject) => {
    child.on('error', ({ message }) =>
      reject(new CommandFault(`ridgepoint: could not start itself with the GPU's driver: ${message}`, 1)),
    );
    child.on('close', (code, signal) => {
      if (code !== null) resolve(code);
      else if (signal !== null && ASKED_FOR.includes(signal)) resolve(128 + constants.signals[signal]);
      else reject(new CommandFault(`ridgepoint: the GPU's driver crashed (${signal}). Update the driver.`, 1));
    });
  }).finally(() => {
    for (const signal of ENDING_SIGNALS) source.off(signal, passOn);
  });
}
