import { spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { askedToEnd, standIn } from './child.ts';
import { CommandFault } from './fail.ts';

/** A program in place of the command: says that it is up, then does as told. */
async function started(program: string) {
  const source = new EventEmitter();
  const text = `${program}; setInterval(() => {}, 1000); process.stdout.write('up ');`;
  const child = spawn(process.execPath, ['-e', text], { stdio: ['ignore', 'pipe', 'ignore'] });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  const ended = standIn(child, source);
  ended.catch(() => {});
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return { child, source, ended, said: () => out };
}

const isAlive = (pid: number | undefined): boolean => {
  try {
    return process.kill(pid ?? Number.NaN, 0);
  } catch {
    return false;
  }
};

describe('a child that stands in for the command', { timeout: 30_000 }, () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('is reached by %s and leaves no orphan', async (signal, code) => {
    const { child, source, ended } = await started('');
    source.emit(signal, signal);
    expect(await ended).toBe(code);
    expect(isAlive(child.pid)).toBe(false);
    expect(source.eventNames()).toEqual([]);
  });

  it('ends as it likes after a signal, and its code is the command’s', async () => {
    const { source, ended, said } = await started(
      `process.on('SIGTERM', () => { process.stdout.write('kept'); process.exitCode = 7; setTimeout(() => process.exit(), 20); })`,
    );
    source.emit('SIGTERM', 'SIGTERM');
    source.emit('SIGTERM', 'SIGTERM');
    expect(await ended).toBe(7);
    expect(said()).toContain('kept');
  });

  it('that crashes is told in one line, with exit code 1', async () => {
    const { child, ended } = await started('');
    child.kill('SIGSEGV');
    const fault: unknown = await ended.catch((thrown: unknown) => thrown);
    expect(fault).toBeInstanceOf(CommandFault);
    expect(fault).toMatchObject({ exitCode: 1, message: expect.stringMatching(/^[^\n]*crashed \(SIGSEGV\)[^\n]*$/) });
  });

  it('that cannot be started is a fault', async () => {
    const child = spawn('/nowhere/at/all', [], { stdio: 'ignore' });
    await expect(standIn(child, new EventEmitter())).rejects.toMatchObject({ exitCode: 1 });
  });
});

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('%s stops once, and a second one does not kill what finishes', (name) => {
  const source = new EventEmitter();
  const signal = askedToEnd(source);
  expect(signal.aborted).toBe(false);
  source.emit(name, name);
  expect(signal.aborted).toBe(true);
  // Without a listener the next one would end the process.
  expect(source.listenerCount(name)).toBe(1);
});
