import { expect, it, vi } from 'vitest';
import { takeTurn, windowLocks } from './tab-turn.ts';

// With a real browser's locks, which jsdom lacks.
const never = new AbortController().signal;

it('a second tab waits until the first is done', async () => {
  const waits = vi.fn();
  const end = await takeTurn(windowLocks(), never, waits);
  expect(end).toBeTypeOf('function');
  expect(waits).not.toHaveBeenCalled();
  let second: (() => void) | null | undefined;
  const turn = takeTurn(windowLocks(), never, waits).then((got) => {
    second = got;
  });
  await vi.waitFor(() => expect(waits).toHaveBeenCalledTimes(1));
  expect(second).toBeUndefined();
  end?.();
  await turn;
  expect(second).toBeTypeOf('function');
  second?.();
});

it('a Stop ends the waiting, and the turn of the other goes on', async () => {
  const end = await takeTurn(windowLocks(), never, () => {});
  const stop = new AbortController();
  expect(await takeTurn(windowLocks(), stop.signal, () => stop.abort())).toBeNull();
  end?.();
  const next = await takeTurn(windowLocks(), never, () => {});
  expect(next).toBeTypeOf('function');
  next?.();
});

it('measures on where there are no locks, or a sandbox refuses them', async () => {
  const waits = vi.fn();
  expect(await takeTurn(undefined, never, waits)).toBeTypeOf('function');
  const refused = { request: () => Promise.reject(new DOMException('opaque origin', 'SecurityError')) };
  expect(await takeTurn(refused as unknown as LockManager, never, waits)).toBeTypeOf('function');
  expect(waits).not.toHaveBeenCalled();
});
