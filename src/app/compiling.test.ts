import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { err, ok, type Result } from '#core/result.ts';
import type { SourceCompiler } from '#measure/gpu/compiler.ts';

import type { SourceMessage } from '#measure/kernels/source-message.ts';
import { kernelOf } from '#measure/lab/plan.ts';
import type { Fault } from '#measure/record/fault.ts';
import { sampleRun } from '#measure/record/sample-run.ts';
import { createCompiling } from './compiling.ts';

const kernel = kernelOf('matmul/naive');
const problem = { m: 1, n: 1, k: 1 };

function compiling(answer: () => Result<readonly SourceMessage[], Fault> = () => ok([])) {
  const close = vi.fn();
  const compiler: SourceCompiler = { adapter: sampleRun().adapter, check: async () => answer(), close };
  const open = vi.fn(async (): Promise<Result<SourceCompiler, Fault>> => ok(compiler));
  const check = createCompiling(open);
  return { open, close, check: () => check(kernel, problem) };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('createCompiling', () => {
  it('opens one device by the first call, and closes it when none came for a minute', async () => {
    const { open, close, check } = compiling();
    expect(open).not.toHaveBeenCalled();
    await Promise.all([check(), check()]);
    expect(open).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(59_000);
    await check();
    await vi.advanceTimersByTimeAsync(59_000);
    expect(close).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(close).toHaveBeenCalledOnce();
    await check();
    expect(open).toHaveBeenCalledTimes(2);
  });

  it('closes a device that failed, and opens another for the next call', async () => {
    const lost: Fault = { kind: 'device-lost', message: 'gone' };
    const { open, close, check } = compiling(() => err(lost));
    expect(await check()).toEqual(err(lost));
    expect(close).toHaveBeenCalledOnce();
    await check();
    expect(open).toHaveBeenCalledTimes(2);
  });

  it('keeps the device where a kernel is not for this adapter', async () => {
    const { close, check } = compiling(() =>
      err({ kind: 'unsupported', message: 'It needs shader-f16.', kernel: 'x' }),
    );
    await check();
    expect(close).not.toHaveBeenCalled();
  });

  it('asks again after an engine that did not load', async () => {
    const open = vi
      .fn()
      .mockRejectedValueOnce(new Error('offline'))
      .mockResolvedValue(err({ kind: 'no-adapter', message: 'none' }));
    const check = createCompiling(open);
    await expect(check(kernel, problem)).rejects.toThrow('offline');
    expect(await check(kernel, problem)).toMatchObject({ ok: false, error: { kind: 'no-adapter' } });
  });
});
