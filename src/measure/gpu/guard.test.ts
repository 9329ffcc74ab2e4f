import { describe, expect, it } from 'vitest';
import { DeviceGuard, FaultError, faultOf as faultFrom, type Watch } from './guard.ts';

interface Lost {
  readonly reason: 'unknown' | 'destroyed';
  readonly message: string;
}

/** As much of a device as the guard touches. */
function fakeDevice(errors: readonly (string | null)[] = [null, null, null]) {
  let lose: (lost: Lost) => void = () => {};
  const lost = new Promise<Lost>((resolve) => {
    lose = resolve;
  });
  const pending = [...errors];
  const calls: string[] = [];
  const device = {
    lost,
    destroy: () => {
      calls.push('destroy');
      lose({ reason: 'destroyed', message: 'destroyed by the page' });
    },
    pushErrorScope: (filter: string) => calls.push(`push ${filter}`),
    popErrorScope: () => {
      calls.push('pop');
      const message = pending.shift() ?? null;
      return Promise.resolve(message === null ? null : { message });
    },
  };
  return { guard: new DeviceGuard(device as unknown as GPUDevice), lose, calls };
}

const never = new Promise<never>(() => {});
const watch = (over: Partial<Watch> = {}): Watch => ({
  kernel: 'matmul/naive',
  signal: new AbortController().signal,
  limit: 10,
  ...over,
});
async function faultOf(promise: Promise<unknown>) {
  const error: unknown = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof FaultError) return error.fault;
  throw error ?? new Error('nothing was thrown');
}

describe('a wait', () => {
  it('gives the value', async () => {
    expect(await fakeDevice().guard.wait(Promise.resolve(7), watch())).toBe(7);
  });

  it('ends when a device is lost, and names the kernel and the reason', async () => {
    const { guard, lose } = fakeDevice();
    const waiting = faultOf(guard.wait(never, watch()));
    lose({ reason: 'unknown', message: 'TDR' });
    expect(await waiting).toMatchObject({
      kind: 'device-lost',
      reason: 'unknown',
      detail: 'TDR',
      kernel: 'matmul/naive',
    });
    expect(await faultOf(guard.wait(Promise.resolve(1), watch()))).toMatchObject({ kind: 'device-lost' });
  });

  it('says that browsers block the page after a second crash', async () => {
    const crash = () => {
      const { guard, lose } = fakeDevice();
      const waiting = faultOf(guard.wait(never, watch()));
      lose({ reason: 'unknown', message: 'crash' });
      return waiting;
    };
    await crash();
    expect((await crash()).message).toContain('second time');
  });

  it('ends at once when stopped, and leaves the device alone', async () => {
    const { guard, calls } = fakeDevice();
    const stop = new AbortController();
    const waiting = faultOf(guard.wait(never, watch({ signal: stop.signal })));
    stop.abort();
    expect(await waiting).toMatchObject({ kind: 'cancelled' });
    expect(calls).toEqual([]);
    expect(guard.ended).toBeNull();
  });

  it('leaves no listener on the signal, however it ends', async () => {
    const { signal } = new AbortController();
    let listening = 0;
    const watched = {
      aborted: false,
      addEventListener: (...args: Parameters<AbortSignal['addEventListener']>) => {
        listening++;
        signal.addEventListener(...args);
      },
      removeEventListener: (...args: Parameters<AbortSignal['removeEventListener']>) => {
        listening--;
        signal.removeEventListener(...args);
      },
    } as unknown as AbortSignal;
    const { guard } = fakeDevice();
    const waiting = guard.wait(Promise.resolve(1), watch({ signal: watched }));
    expect(listening).toBe(1);
    await waiting;
    expect(listening).toBe(0);
    await faultOf(guard.wait(Promise.reject(new Error('refused')), watch({ signal: watched })));
    await faultOf(guard.wait(never, watch({ signal: watched, limit: 0.01 })));
    expect(listening).toBe(0);
  });

  it('closes a device that does not answer, and never calls that a loss', async () => {
    const { guard, calls } = fakeDevice();
    expect(await faultOf(guard.wait(never, watch({ limit: 0.01 })))).toMatchObject({ kind: 'watchdog' });
    expect(calls).toEqual(['destroy']);
    expect(await faultOf(guard.wait(never, watch()))).toMatchObject({ kind: 'watchdog' });
  });

  it('says that measuring has ended when a second device hangs', async () => {
    await faultOf(fakeDevice().guard.wait(never, watch({ limit: 0.01 })));
    const second = await faultOf(fakeDevice().guard.wait(never, watch({ limit: 0.01 })));
    expect(second).toMatchObject({ kind: 'watchdog', kernel: 'matmul/naive' });
    expect(second.message).toContain('for the second time, so measuring has ended');
  });

  it('takes a rejection for the loss that it announces, else for a refusal', async () => {
    const lost = fakeDevice();
    const rejected = faultOf(lost.guard.wait(Promise.reject(new Error('AbortError')), watch()));
    lost.lose({ reason: 'destroyed', message: '' });
    expect(await rejected).toMatchObject({ kind: 'device-lost', reason: 'destroyed' });
    expect(await faultOf(fakeDevice().guard.wait(Promise.reject(new Error('bad shader')), watch()))).toMatchObject({
      kind: 'validation',
      detail: 'bad shader',
    });
  });
});

describe('error scopes', () => {
  it('stand round the work, all three, and are popped even when it throws', async () => {
    const { guard, calls } = fakeDevice();
    expect(await guard.scoped(watch(), () => calls.push('work'))).toBe(4);
    expect(calls).toEqual(['push internal', 'push out-of-memory', 'push validation', 'work', 'pop', 'pop', 'pop']);
    const broken = fakeDevice();
    const fault = await faultOf(
      broken.guard.scoped(watch(), () => {
        throw new RangeError('too large');
      }),
    );
    expect(fault).toMatchObject({ kind: 'validation', detail: 'too large' });
    expect(broken.calls.filter((call) => call === 'pop')).toHaveLength(3);
  });

  it.each([
    [['refused', null, null], 'validation', 'refused'],
    [['invalid buffer', 'no memory', null], 'out-of-memory', 'no memory'],
    [[null, null, 'driver'], 'validation', 'driver'],
  ] as const)('turn %j into %s', async (errors, kind, detail) => {
    const { guard } = fakeDevice(errors);
    expect(await faultOf(guard.scoped(watch(), () => 1))).toMatchObject({ kind, detail });
  });
});

describe('what was thrown', () => {
  it.each([
    'Array buffer allocation failed',
    'Invalid array length',
    'Out of memory',
    'array buffer too large',
    'allocation size overflow',
  ])('is out of memory where the page had no room for an array: %s', (message) => {
    expect(faultFrom(new RangeError(message), 'memory/copy')).toMatchObject({
      kind: 'out-of-memory',
      kernel: 'memory/copy',
      detail: message,
    });
  });

  it('is a bug otherwise, and stays one', () => {
    expect(() => faultFrom(new RangeError('Maximum call stack size exceeded'), '')).toThrow('call stack');
    expect(() => faultFrom(new TypeError('memory'), '')).toThrow(TypeError);
  });
});
