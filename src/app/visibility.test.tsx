import { afterEach, expect, it, vi } from 'vitest';
import { countHidden, untilVisible } from './visibility.ts';

afterEach(() => vi.restoreAllMocks());
const change = () => document.dispatchEvent(new Event('visibilitychange'));

it('waits while the page is hidden, and no longer than Stop', async () => {
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  let seen = false;
  const waiting = untilVisible(new AbortController().signal).then(() => {
    seen = true;
  });
  await Promise.resolve();
  expect(seen).toBe(false);
  hidden.mockReturnValue(false);
  change();
  await waiting;
  hidden.mockReturnValue(true);
  const stop = new AbortController();
  const stopped = untilVisible(stop.signal);
  stop.abort();
  await stopped;
  expect(seen).toBe(true);
});

it('counts how often the page was hidden, until nobody asks any more', () => {
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(false);
  const counted = countHidden();
  change();
  expect(counted.times()).toBe(0);
  hidden.mockReturnValue(true);
  change();
  hidden.mockReturnValue(false);
  change();
  expect(counted.times()).toBe(1);
  counted.end();
  hidden.mockReturnValue(true);
  change();
  expect(counted.times()).toBe(1);
});
